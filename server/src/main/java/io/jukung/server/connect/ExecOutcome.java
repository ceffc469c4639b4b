package io.jukung.server.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How a command ended, as the {@code Status} that clients read from the error channel; its bytes
 * are those of Go's {@code json.Marshal}.
 */
final class ExecOutcome {
  private ExecOutcome() {}

  /** It ended well. */
  static String success() {
    return status("Success").toString();
  }

  /** It could not be run, or nobody knows how it ended. */
  static String internal(String message) {
    ObjectNode status = status("Failure");
    status.put("message", "Internal error occurred: " + message).put("reason", "InternalError");
    status.putObject("details").putArray("causes").addObject().put("message", message);
    return status.put("code", 500).toString();
  }

  /** The kubelet did not change protocols. */
  static String refused(String answer) {
    return internal("unable to upgrade connection: " + answer);
  }

  /** It ended as the kubelet says: well, with an exit code, or not at all. */
  static String of(JsonNode told) {
    if (told.path("status").asText("").equals("Success")) {
      return success();
    }
    if (!told.path("reason").asText("").equals("NonZeroExitCode")) {
      return internal(told.path("message").asText(""));
    }
    for (JsonNode cause : told.path("details").path("causes")) {
      if (cause.path("reason").asText("").equals("ExitCode")) {
        return exit(cause.path("message").asText(""));
      }
    }
    return internal("no ExitCode cause given");
  }

  private static String exit(String code) {
    ObjectNode status = status("Failure");
    status.put(
        "message",
        "command terminated with non-zero exit code: command terminated with exit code " + code);
    status.put("reason", "NonZeroExitCode");
    status
        .putObject("details")
        .putArray("causes")
        .addObject()
        .put("reason", "ExitCode")
        .put("message", code);
    return status.toString();
  }

  private static ObjectNode status(String outcome) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.putObject("metadata");
    return status.put("status", outcome);
  }
}
