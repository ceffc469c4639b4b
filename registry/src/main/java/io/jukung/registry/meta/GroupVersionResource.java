package io.jukung.registry.meta;

/** The full name of a resource, such as {@code apps/v1, Resource=deployments}. */
public record GroupVersionResource(String group, String version, String resource) {
  /** Its group and version. */
  public GroupVersion groupVersion() {
    return new GroupVersion(group, version);
  }

  /**
   * The name upstream prints in messages: {@code deployments.apps}, or {@code pods} in the core
   * group.
   */
  public String groupResource() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  /** The form upstream prints in messages: {@code apps/v1, Resource=deployments}. */
  @Override
  public String toString() {
    return groupVersion().apiVersion() + ", Resource=" + resource;
  }
}
