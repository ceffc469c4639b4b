package io.jukung.registry.envelope;

import java.util.Arrays;
import java.util.Optional;

/** What objects are written as, in the words of kube-apiserver's {@code --storage-media-type}. */
public enum StorageMediaType {
  /** Canonical JSON. */
  JSON("application/json"),
  /** Protobuf in its envelope, for kinds that have a protobuf form; JSON for the others. */
  PROTOBUF("application/vnd.kubernetes.protobuf");

  private final String text;

  StorageMediaType(String text) {
    this.text = text;
  }

  /** The media type. */
  public String text() {
    return text;
  }

  /** The one of that name; empty when there is none. */
  public static Optional<StorageMediaType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }
}
