package io.jukung.registry.cel;

import dev.cel.common.types.SimpleType;

/** {@code jsonpatch.escapeKey}: a key as a JSON pointer has it. */
final class JsonPatchLibrary {
  private JsonPatchLibrary() {}

  static void add(Functions functions) {
    var _ =
        functions.global(
            "jsonpatch.escapeKey",
            SimpleType.STRING,
            arguments -> ((String) arguments[0]).replace("~", "~0").replace("/", "~1"),
            new Functions.Argument(SimpleType.STRING, String.class));
  }
}
