package io.jukung.registry.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import io.jukung.registry.cel.Functions.Argument;
import io.jukung.registry.crd.schema.Formats;
import io.jukung.registry.selector.LabelSyntax;
import io.jukung.registry.validation.NameRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Named formats of strings ({@code library/format.go}). */
final class FormatLibrary {
  private static final CelType FORMAT = OpaqueType.create("kubernetes.NamedFormat");
  private static final Map<String, NamedFormat> FORMATS = formats();

  /**
   * A format.
   *
   * @param name how upstream prints it
   * @param regexSize how long a pattern would be that says the same, for what a check costs
   * @param errors what is wrong with a text
   */
  record NamedFormat(String name, int regexSize, Function<String, List<String>> errors) {}

  private FormatLibrary() {}

  static void add(Functions functions) {
    Argument name = new Argument(SimpleType.STRING, String.class);
    Argument format = new Argument(FORMAT, NamedFormat.class);
    FORMATS.forEach((known, value) -> functions.global("format." + known, FORMAT, _ -> value));
    functions
        .global(
            "format.named",
            OptionalType.create(FORMAT),
            a -> Optional.ofNullable(FORMATS.get((String) a[0])),
            name)
        .member(
            "validate",
            OptionalType.create(ListType.create(SimpleType.STRING)),
            a -> validate((NamedFormat) a[0], (String) a[1]),
            format,
            name);
  }

  private static Optional<List<String>> validate(NamedFormat format, String text) {
    List<String> errors = format.errors().apply(text);
    return errors.isEmpty() ? Optional.empty() : Optional.of(errors);
  }

  private static Map<String, NamedFormat> formats() {
    Map<String, NamedFormat> formats = new LinkedHashMap<>();
    named(formats, "dns1123Label", "DNS1123Label", 30, NameRule.DNS_LABEL);
    named(formats, "dns1123Subdomain", "DNS1123Subdomain", 60, NameRule.DNS_SUBDOMAIN);
    named(formats, "dns1035Label", "DNS1035Label", 30, NameRule.DNS_1035_LABEL);
    formats.put("qualifiedName", new NamedFormat("QualifiedName", 60, LabelSyntax::keyErrors));
    formats.put("labelValue", new NamedFormat("LabelValue", 40, LabelSyntax::valueErrors));
    formats.put("uri", new NamedFormat("URI", 1103, FormatLibrary::uri));
    formats.put("uuid", checked("uuid", 70, "does not match the UUID format"));
    formats.put("byte", checked("byte", 84, "invalid base64"));
    formats.put("date", checked("date", 71, "invalid date"));
    formats.put("datetime", checked("datetime", 71, "invalid datetime"));
    return formats;
  }

  private static void named(
      Map<String, NamedFormat> formats, String key, String name, int size, NameRule rule) {
    formats.put(key, new NamedFormat(name, size, text -> rule.errors(text, false)));
    formats.put(
        key + "Prefix", new NamedFormat(name + "Prefix", size, text -> rule.errors(text, true)));
  }

  private static NamedFormat checked(String name, int size, String error) {
    return new NamedFormat(
        name, size, text -> Formats.matches(name, text) ? List.of() : List.of(error));
  }

  private static List<String> uri(String text) {
    String why = text.isEmpty() ? "empty url" : "invalid URI for request";
    try {
      if (!text.isEmpty() && (new URI(text).isAbsolute() || text.startsWith("/"))) {
        return List.of();
      }
    } catch (URISyntaxException e) {
      why = e.getReason();
    }
    return List.of("parse \"" + text + "\": " + why);
  }
}
