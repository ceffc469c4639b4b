package io.jukung.controllers.garbage;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Comparator;

/**
 * The coordinates of an object.
 *
 * @param namespace empty for objects of the whole cluster
 */
record Identity(String apiVersion, String kind, String namespace, String name, String uid) {
  /** In which order alternatives of one owner are tried. */
  static final Comparator<Identity> ORDER =
      Comparator.comparing(Identity::kind)
          .thenComparing(Identity::apiVersion)
          .thenComparing(Identity::namespace)
          .thenComparing(Identity::name)
          .thenComparing(Identity::uid);

  /** The owner a dependent of the namespace refers to. */
  static Identity of(OwnerReference reference, String namespace) {
    return new Identity(
        reference.getApiVersion(),
        reference.getKind(),
        namespace,
        reference.getName(),
        reference.getUid());
  }

  /** Whether the reference names all of these coordinates, the namespace aside. */
  boolean matches(OwnerReference reference) {
    return uid.equals(reference.getUid())
        && name.equals(reference.getName())
        && kind.equals(reference.getKind())
        && apiVersion.equals(reference.getApiVersion());
  }

  Identity inNamespace(String other) {
    return new Identity(apiVersion, kind, other, name, uid);
  }

  boolean namespaced() {
    return !namespace.isEmpty();
  }

  /** As upstream's events print it. */
  @Override
  public String toString() {
    return "["
        + apiVersion
        + "/"
        + kind
        + ", namespace: "
        + namespace
        + ", name: "
        + name
        + ", uid: "
        + uid
        + "]";
  }
}
