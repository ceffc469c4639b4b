package io.jukung.controllers.object;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether label selectors match, as {@code metav1.LabelSelectorAsSelector} has it. */
public final class Selectors {
  private Selectors() {}

  /** An object's labels, never null. */
  public static Map<String, String> labels(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
  }

  /** An object's annotations, never null. */
  public static Map<String, String> annotations(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
  }

  /** Whether the selector names nothing, and so everything. */
  public static boolean isEmpty(@Nullable LabelSelector selector) {
    return selector == null
        || (selector.getMatchExpressions().isEmpty()
            && (selector.getMatchLabels() == null || selector.getMatchLabels().isEmpty()));
  }

  /** Whether the selector matches the labels: none matches nothing, an empty one everything. */
  public static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return false;
    }
    if (selector.getMatchLabels() != null && !matches(selector.getMatchLabels(), labels)) {
      return false;
    }
    return selector.getMatchExpressions().stream().allMatch(r -> matches(r, labels));
  }

  /** Whether all of {@code wanted} are among the labels. */
  public static boolean matches(Map<String, String> wanted, Map<String, String> labels) {
    return labels.entrySet().containsAll(wanted.entrySet());
  }

  private static boolean matches(LabelSelectorRequirement requirement, Map<String, String> labels) {
    String value = labels.get(requirement.getKey());
    return switch (requirement.getOperator()) {
      case "In" -> value != null && requirement.getValues().contains(value);
      case "NotIn" -> value == null || !requirement.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
