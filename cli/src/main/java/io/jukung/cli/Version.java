package io.jukung.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What this build is: written into {@code version.properties} by the build. */
public final class Version implements IVersionProvider {
  private final Properties properties = new Properties();

  /** Reads the build's facts. */
  public Version() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is missing from the build");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Jukung's own version, such as {@code 0.1.0}. */
  public String jukung() {
    return properties.getProperty("jukung");
  }

  /** The Kubernetes version whose API is served, such as {@code 1.36.2}. */
  public String kubernetes() {
    return properties.getProperty("kubernetes");
  }

  /** What {@code /version} says, such as {@code v1.36.2+jukung.0.1.0}. */
  public String gitVersion() {
    return "v" + kubernetes() + "+jukung." + jukung();
  }

  @Override
  public String[] getVersion() {
    return new String[] {"jukung " + jukung() + ", Kubernetes API " + gitVersion()};
  }
}
