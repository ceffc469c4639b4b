package io.jukung.server;

import java.util.Arrays;
import java.util.Optional;

/**
 * The feature gates of kube-apiserver that can be switched here; all others are as upstream's
 * defaults of 1.36.
 */
public enum FeatureGate {
  /** CBOR in requests and answers; alpha, off. Nothing is stored in it. */
  CBOR_SERVING_AND_STORAGE("CBORServingAndStorage");

  private final String title;

  FeatureGate(String title) {
    this.title = title;
  }

  /** The name upstream has for it. */
  public String title() {
    return title;
  }

  /** The gate of a name. */
  public static Optional<FeatureGate> of(String title) {
    return Arrays.stream(values()).filter(gate -> gate.title.equals(title)).findFirst();
  }
}
