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

  /**
   * This with what it leaves out taken from {@code other}: the kind, and the version, whose group
   * must be the same or left out too ({@code gvkWithDefaults} of apimachinery's JSON serializer).
   */
  public GroupVersionKind withDefaults(GroupVersionKind other) {
    boolean sameGroup = group.isEmpty() || group.equals(other.group);
    boolean filled = version.isEmpty() && sameGroup;
    return new GroupVersionKind(
        filled ? other.group : group,
        filled ? other.version : version,
        kind.isEmpty() ? other.kind : kind);
  }

  /** The form upstream prints in messages: {@code apps/v1, Kind=Deployment}. */
  @Override
  public String toString() {
    return apiVersion() + ", Kind=" + kind;
  }
}
