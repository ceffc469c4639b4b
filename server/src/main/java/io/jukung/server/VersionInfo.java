package io.jukung.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What {@code /version} says.
 *
 * @param gitVersion such as {@code v1.36.2+jukung.0.1.0}
 * @param gitCommit the commit this was built from, or empty
 * @param buildDate RFC 3339
 */
public record VersionInfo(String gitVersion, String gitCommit, String buildDate) {
  /** A build whose commit and date are not known. */
  public static VersionInfo of(String gitVersion) {
    return new VersionInfo(gitVersion, "", "1970-01-01T00:00:00Z");
  }

  /** Whether the version has upstream's form. */
  public VersionInfo {
    if (!gitVersion.matches("v\\d+\\.\\d+\\.\\d+.*")) {
      throw new IllegalArgumentException("not a version: " + gitVersion);
    }
  }

  /** Fields in upstream's order; what upstream says of Go is said of Java. */
  ObjectNode json() {
    String[] numbers = gitVersion.substring(1).split("\\.", 3);
    int minor = Integer.parseInt(numbers[1]);
    return JsonNodeFactory.instance
        .objectNode()
        .put("major", numbers[0])
        .put("minor", numbers[1])
        .put("emulationMajor", numbers[0])
        .put("emulationMinor", numbers[1])
        .put("minCompatibilityMajor", numbers[0])
        .put("minCompatibilityMinor", Integer.toString(minor - 1))
        .put("gitVersion", gitVersion)
        .put("gitCommit", gitCommit)
        .put("gitTreeState", "")
        .put("buildDate", buildDate)
        .put("goVersion", "java" + Runtime.version().feature())
        .put("compiler", "javac")
        .put("platform", platform());
  }

  private static String platform() {
    String arch = System.getProperty("os.arch", "");
    return "linux/" + (arch.equals("aarch64") ? "arm64" : arch);
  }
}
