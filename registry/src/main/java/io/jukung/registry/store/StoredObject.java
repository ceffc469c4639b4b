package io.jukung.registry.store;

import io.jukung.storage.Bytes;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object as clients get it, with a small memory of the other forms it was asked for. Equal by
 * namespace, name, revision and bytes. Safe for all threads.
 */
public final class StoredObject {
  private static final Rendition[] NONE = {};

  /** The most forms one object remembers. */
  static final int MAX_RENDITIONS = 8;

  private record Rendition(String form, Bytes bytes) {}

  private record Length(String form, int bytes) {}

  private final String namespace;
  private final String name;
  private final Bytes json;
  private final long revision;
  private final @Nullable RenditionBudget budget;
  private volatile Rendition[] renditions = NONE;
  private volatile @Nullable Length length;

  /** An object that remembers no other forms. */
  public StoredObject(String namespace, String name, Bytes json, long revision) {
    this(namespace, name, json, revision, null);
  }

  /** An object whose other forms are remembered as long as {@code budget} has room. */
  StoredObject(
      String namespace, String name, Bytes json, long revision, @Nullable RenditionBudget budget) {
    this.namespace = namespace;
    this.name = name;
    this.json = json;
    this.revision = revision;
    this.budget = budget;
  }

  /** Its namespace; empty when cluster-scoped. */
  public String namespace() {
    return namespace;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Canonical JSON in the storage version, {@code metadata.resourceVersion} filled in. */
  public Bytes json() {
    return json;
  }

  /** The store's revision it was written at; for a deleted object that of the delete. */
  public long revision() {
    return revision;
  }

  /**
   * Another form of this object, such as a watch frame or protobuf: made once and then shared by
   * all who ask, as long as the registry's budget lasts. Readers that ask at the same time may each
   * make it.
   *
   * @param form names the form; equal names mean equal bytes
   * @param make computes the form; called again when it was dropped meanwhile
   */
  public Bytes rendition(String form, Function<StoredObject, Bytes> make) {
    Optional<Bytes> known = knownRendition(form);
    if (known.isPresent()) {
      return known.get();
    }
    Bytes made = make.apply(this);
    if (budget != null && remember(new Rendition(form, made))) {
      // The budget keeps this object alive, so its own bytes count as well.
      budget.added(this, made.length() + json.length());
    }
    return made;
  }

  /** A {@link #rendition} that is remembered. */
  public Optional<Bytes> knownRendition(String form) {
    for (Rendition rendition : renditions) {
      if (rendition.form.equals(form)) {
        return Optional.of(rendition.bytes);
      }
    }
    return Optional.empty();
  }

  /**
   * The length of a {@link #rendition}, in bytes. The last one asked for is remembered when the
   * form itself is not.
   */
  public int renditionLength(String form, Function<StoredObject, Bytes> make) {
    Length known = length;
    if (known != null && known.form.equals(form)) {
      return known.bytes;
    }
    int bytes = rendition(form, make).length();
    length = new Length(form, bytes);
    return bytes;
  }

  private synchronized boolean remember(Rendition rendition) {
    if (renditions.length >= MAX_RENDITIONS) {
      return false;
    }
    for (Rendition known : renditions) {
      if (known.form.equals(rendition.form)) {
        return false;
      }
    }
    Rendition[] more = Arrays.copyOf(renditions, renditions.length + 1);
    more[renditions.length] = rendition;
    renditions = more;
    return true;
  }

  /** Forgets all other forms; returns the bytes that were remembered. */
  synchronized long forget() {
    long bytes = 0;
    for (Rendition rendition : renditions) {
      bytes += rendition.bytes.length() + json.length();
    }
    renditions = NONE;
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredObject that
        && revision == that.revision
        && name.equals(that.name)
        && namespace.equals(that.namespace)
        && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + Long.hashCode(revision);
  }

  @Override
  public String toString() {
    return (namespace.isEmpty() ? name : namespace + "/" + name) + "@" + revision;
  }
}
