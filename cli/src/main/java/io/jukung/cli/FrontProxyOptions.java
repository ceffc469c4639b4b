package io.jukung.cli;

import io.jukung.server.authentication.FrontProxyConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for proxies in front that say who asks; named as kube-apiserver's flags. */
final class FrontProxyOptions {
  @Option(
      names = "--requestheader-client-ca-file",
      paramLabel = "FILE",
      description =
          "Certificates of who signs those of proxies in front, which say in headers who asks;"
              + " followed while the server runs (default: no proxy is believed).")
  private Optional<Path> clientCaFile = Optional.empty();

  @Option(
      names = "--requestheader-allowed-names",
      paramLabel = "NAME",
      split = ",",
      description = "Common names of such proxies; without any, all that are signed.")
  private List<String> allowedNames = new ArrayList<>();

  @Option(
      names = "--requestheader-username-headers",
      paramLabel = "HEADER",
      split = ",",
      description = "Headers that name the user, such as X-Remote-User; the first there counts.")
  private List<String> usernameHeaders = new ArrayList<>();

  @Option(
      names = "--requestheader-uid-headers",
      paramLabel = "HEADER",
      split = ",",
      description = "Headers with the user's uid, such as X-Remote-Uid; the first there counts.")
  private List<String> uidHeaders = new ArrayList<>();

  @Option(
      names = "--requestheader-group-headers",
      paramLabel = "HEADER",
      split = ",",
      description = "Headers with the user's groups, such as X-Remote-Group.")
  private List<String> groupHeaders = new ArrayList<>();

  @Option(
      names = "--requestheader-extra-headers-prefix",
      paramLabel = "PREFIX",
      split = ",",
      description = "What headers with more about the user begin with, such as X-Remote-Extra-.")
  private List<String> extraPrefixes = new ArrayList<>();

  /** What was asked for; empty when no proxy is believed. */
  Optional<FrontProxyConfig> config() {
    return clientCaFile.map(
        file ->
            new FrontProxyConfig(
                file, allowedNames, usernameHeaders, uidHeaders, groupHeaders, extraPrefixes));
  }
}
