package io.jukung.registry.meta;

/** The full name of a kind, such as {@code apps/v1, Kind=Deployment}. */
public record GroupVersionKind(String group, String version, String kind) {
  /** Its group and version. */
  public GroupVersion groupVersion() {
    return new GroupVersion(group, version);
  }

  /** What stands in {@code apiVersion}. */
  public String apiVersion() {
    return groupVersion().apiVersion();
  }

  /** The form upstream prints in messages: {@code apps/v1, Kind=Deployment}. */
  @Override
  public String toString() {
    return apiVersion() + ", Kind=" + kind;
  }
}
