package io.jukung.server.authentication;

import java.nio.file.Path;
import java.util.List;

/**
 * Proxies in front of the server that say in headers who asks; kube-apiserver's {@code
 * --requestheader-*}.
 *
 * @param clientCaFile the certificates, in PEM, of who signs the proxies'
 * @param allowedNames common names of the proxies; empty allows all that are signed
 * @param usernameHeaders the first that is there names the user
 * @param uidHeaders the first that is there has the user's uid
 * @param groupHeaders all values of all are groups
 * @param extraHeaderPrefixes what follows names a part of the user's extra
 */
public record FrontProxyConfig(
    Path clientCaFile,
    List<String> allowedNames,
    List<String> usernameHeaders,
    List<String> uidHeaders,
    List<String> groupHeaders,
    List<String> extraHeaderPrefixes) {
  /** Copies the lists. */
  public FrontProxyConfig {
    allowedNames = List.copyOf(allowedNames);
    usernameHeaders = List.copyOf(usernameHeaders);
    uidHeaders = List.copyOf(uidHeaders);
    groupHeaders = List.copyOf(groupHeaders);
    extraHeaderPrefixes = List.copyOf(extraHeaderPrefixes);
  }
}
