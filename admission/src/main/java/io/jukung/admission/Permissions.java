package io.jukung.admission;

import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.request.UserInfo;

/** Who may do what, as the authorizer says. Safe for all threads. */
@FunctionalInterface
public interface Permissions {
  /** Whether the user may do {@code verb} to the cluster-scoped object {@code name}. */
  boolean allow(UserInfo user, String verb, GroupVersionResource resource, String name);
}
