package io.jukung.registry.strategy.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.InternalForm;
import io.jukung.registry.strategy.KindRules;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Same;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.VolumeSpecs;
import io.jukung.registry.validation.NameRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** VolumeAttachments: what is attached never changes. */
public final class AttachmentRules {
  private static final int MAX_METADATA_BYTES = 256 << 10;
  private static final int MAX_MESSAGE_LENGTH = 1024;
  private static final String ONE_SOURCE =
      "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

  private AttachmentRules() {}

  /** Their rules. */
  public static KindRules rules() {
    return KindRules.of(AttachmentRules::whole)
        .status((root, old, errors) -> whole(root, errors))
        .changes(
            KindRules.Order.WHOLE,
            (root, old, errors) -> {
              Spot spec = root.at("spec");
              if (!Same.same(spec.node(), old.at("spec").node())) {
                errors.add(
                    FieldError.invalid(
                        spec.path(),
                        InternalForm.of("storage.VolumeAttachmentSpec", spec.node()),
                        "field is immutable"));
              }
            });
  }

  private static void whole(Spot root, List<FieldError> errors) {
    Spot spec = root.at("spec");
    Check.driverName(spec.at("attacher"), errors);
    Spot source = spec.at("source");
    Spot name = source.at("persistentVolumeName");
    boolean inline = source.has("inlineVolumeSpec");
    if (inline && name.has()) {
      Check.forbidden(source, ONE_SOURCE, errors);
    } else if (inline) {
      VolumeSpecs.check(source.at("inlineVolumeSpec"), "", true, errors);
    } else if (!name.has()) {
      Check.missing(source, ONE_SOURCE, errors);
    } else if (name.text().isEmpty()) {
      Check.missing(name, "must specify non empty persistentVolumeName", errors);
    }
    Check.name(spec.at("nodeName"), NameRule.DNS_SUBDOMAIN, errors);
    status(root.at("status"), errors);
    if (name.has()) {
      Check.name(name, NameRule.DNS_SUBDOMAIN, errors);
    }
  }

  private static void status(Spot status, List<FieldError> errors) {
    long bytes = 0;
    for (Map.Entry<String, JsonNode> entry : status.at("attachmentMetadata").node().properties()) {
      bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
      bytes += entry.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
    }
    if (bytes > MAX_METADATA_BYTES) {
      errors.add(FieldError.tooLong(status.at("attachmentMetadata").path(), MAX_METADATA_BYTES));
    }
    for (String field : List.of("attachError", "detachError")) {
      Spot error = status.at(field);
      if (error.at("message").text().length() > MAX_MESSAGE_LENGTH) {
        // Upstream names the limit of the metadata.
        errors.add(FieldError.tooLong(error.at("message").path(), MAX_METADATA_BYTES));
      }
      if (error.at("errorCode").number() < 0) {
        Check.invalid(error.at("errorCode"), "must be between 0 and 2147483647, inclusive", errors);
      }
    }
  }
}
