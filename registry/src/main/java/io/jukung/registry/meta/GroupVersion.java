package io.jukung.registry.meta;

/**
 * An API group and version.
 *
 * @param group the group's name; empty for the core group
 * @param version such as {@code v1}
 */
public record GroupVersion(String group, String version) {
  /** Reads {@code v1} or {@code apps/v1}. */
  public static GroupVersion parse(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0
        ? new GroupVersion("", apiVersion)
        : new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
  }

  /** The form that stands in {@code apiVersion}: {@code v1} or {@code apps/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The kind {@code kind} of this group and version. */
  public GroupVersionKind kind(String kind) {
    return new GroupVersionKind(group, version, kind);
  }

  /** The resource {@code resource} of this group and version. */
  public GroupVersionResource resource(String resource) {
    return new GroupVersionResource(group, version, resource);
  }

  @Override
  public String toString() {
    return apiVersion();
  }
}
