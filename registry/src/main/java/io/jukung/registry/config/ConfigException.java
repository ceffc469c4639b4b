package io.jukung.registry.config;

/** A configuration that can't be used; the message says where and why. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A failure with its explanation. */
  public ConfigException(String message) {
    super(message);
  }
}
