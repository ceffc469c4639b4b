package io.jukung.cli;

import io.jukung.registry.envelope.StorageMediaType;
import io.jukung.storage.etcd.EtcdCredentials;
import io.jukung.storage.etcd.EtcdTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to reach what is in an etcd, in kube-apiserver's flags. */
public final class EtcdAccess {
  @Option(
      names = "--etcd-cafile",
      paramLabel = "FILE",
      description = "Certificate authorities of the members of the etcd, PEM.")
  private Optional<Path> authorities = Optional.empty();

  @Option(
      names = "--etcd-certfile",
      paramLabel = "FILE",
      description = "Client certificate for the etcd, PEM.")
  private Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--etcd-keyfile",
      paramLabel = "FILE",
      description = "Private key of the client certificate for the etcd, PEM.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--etcd-username",
      paramLabel = "NAME",
      description =
          "User of the etcd's own authentication, whose role may read and write all keys (default:"
              + " none; certificates do).")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--etcd-password-file",
      paramLabel = "FILE",
      description = "File with the password of --etcd-username, in its first line.")
  private Optional<Path> password = Optional.empty();

  @Option(
      names = "--etcd-prefix",
      paramLabel = "PREFIX",
      defaultValue = "/registry",
      description = "What all keys in the etcd begin with (default: /registry).")
  private String prefix = "/registry";

  @Option(
      names = "--storage-media-type",
      paramLabel = "TYPE",
      defaultValue = "application/json",
      description =
          "What objects are written as in the etcd: application/json or"
              + " application/vnd.kubernetes.protobuf; both are read (default: application/json).")
  private String storageMediaType = "application/json";

  /** What all keys in the etcd begin with, with a slash at both ends. */
  public String prefix() {
    String bare = prefix.replaceAll("^/+|/+$", "");
    if (bare.isEmpty()) {
      throw new StartFailure(ExitCode.USAGE, "--etcd-prefix must not be empty");
    }
    return "/" + bare + "/";
  }

  /** What objects are written as. */
  public StorageMediaType storageMediaType() {
    return StorageMediaType.of(storageMediaType)
        .orElseThrow(
            () ->
                new StartFailure(
                    ExitCode.USAGE,
                    "--storage-media-type must be application/json or"
                        + " application/vnd.kubernetes.protobuf, not "
                        + storageMediaType));
  }

  /** Who logs in to the etcd; the password is read now. */
  public Optional<EtcdCredentials> credentials() {
    if (user.isPresent() != password.isPresent()) {
      throw new StartFailure(
          ExitCode.USAGE, "--etcd-username and --etcd-password-file need each other");
    }
    return user.map(name -> new EtcdCredentials(name, secret(password.orElseThrow())));
  }

  private static String secret(Path file) {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String line = in.readLine();
      if (line == null || line.isEmpty()) {
        throw new StartFailure(ExitCode.USAGE, "--etcd-password-file " + file + " is empty");
      }
      return line;
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.USAGE, "--etcd-password-file " + file + " can't be read: " + e);
    }
  }

  /** The files, each of them readable. */
  public EtcdTls tls() {
    readable("--etcd-cafile", authorities);
    readable("--etcd-certfile", certificate);
    readable("--etcd-keyfile", key);
    try {
      return new EtcdTls(authorities, certificate, key);
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, "--etcd-certfile: " + e.getMessage());
    }
  }

  private static void readable(String option, Optional<Path> file) {
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new StartFailure(ExitCode.USAGE, option + " " + file.get() + " can't be read");
    }
  }
}
