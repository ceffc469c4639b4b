package io.jukung.server.access;

import io.jukung.server.serviceaccount.ServiceAccountConfig;

/** How callers are known and what they may do; valid once made. */
public record AccessConfig(ServiceAccountConfig serviceAccounts) {
  /** Everything as kube-apiserver's defaults. */
  public static final AccessConfig DEFAULT = new AccessConfig(ServiceAccountConfig.DEFAULT);
}
