package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.VolumeSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The checks of annotations that mean something in pods ({@code ValidatePodSpecificAnnotations} and
 * its neighbours in {@code pkg/apis/core/validation/validation.go} at v1.36).
 */
final class PodAnnotations {
  static final String MIRROR = "kubernetes.io/config.mirror";
  static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
  static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
  static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
  private static final Pattern NUMBER = Pattern.compile("0|-\\d+|[1-9]\\d*");
  private static final String LOCALHOST = "localhost/";
  private static final String RUNTIME = "runtime/default";
  private static final String UNCONFINED = "unconfined";

  private PodAnnotations() {}

  /** Whether a pod was made from a file on its node. */
  static boolean isMirror(JsonNode metadata) {
    return metadata.path("annotations").has(MIRROR);
  }

  /** The cost of deleting, where it is no number. */
  static Optional<String> deletionCost(Spot annotations) {
    Spot cost = annotations.key(DELETION_COST);
    if (!cost.has()) {
      return Optional.empty();
    }
    try {
      boolean number = NUMBER.matcher(cost.text()).matches();
      Integer.parseInt(cost.text());
      return number ? Optional.empty() : Optional.of(cost.text());
    } catch (NumberFormatException e) {
      return Optional.of(cost.text());
    }
  }

  /** The annotations of a pod or of a template. */
  static void check(Spot annotations, Spot spec, PodLeeway leeway, List<FieldError> errors) {
    Spot mirror = annotations.key(MIRROR);
    if (mirror.has() && spec.at("nodeName").text().isEmpty()) {
      Check.invalidText(mirror, "must set spec.nodeName if mirror pod annotation is set", errors);
    }
    if (!leeway.deletionCost() && deletionCost(annotations).isPresent()) {
      Check.invalidText(annotations.key(DELETION_COST), "must be a 32bit integer", errors);
    }
    if (annotations.has(SECCOMP_POD)) {
      seccomp(annotations.at(SECCOMP_POD), errors);
    }
    for (String key : annotations.elementsByKey().keySet()) {
      if (key.startsWith(SECCOMP_CONTAINER)) {
        seccomp(annotations.at(key), errors);
      }
    }
    appArmor(annotations, spec, errors);
  }

  private static void seccomp(Spot profile, List<FieldError> errors) {
    String text = profile.text();
    if (text.startsWith(LOCALHOST)) {
      TextNode local = TextNode.valueOf(text.substring(LOCALHOST.length()));
      VolumeSources.descending(new Spot(local, profile.path()), errors);
    } else if (!List.of(RUNTIME, "docker/default", UNCONFINED).contains(text)) {
      Check.invalidText(profile, "must be a valid seccomp profile", errors);
    }
  }

  private static void appArmor(Spot annotations, Spot spec, List<FieldError> errors) {
    List<String> names = new ArrayList<>();
    PodScope.containers(spec).forEach(container -> names.add(container.at("name").text()));
    for (Map.Entry<String, Spot> annotation : annotations.elementsByKey().entrySet()) {
      if (!annotation.getKey().startsWith(APP_ARMOR)) {
        continue;
      }
      Spot profile = annotation.getValue();
      String container = annotation.getKey().substring(APP_ARMOR.length());
      if (!names.contains(container)) {
        errors.add(FieldError.invalid(profile.path(), container, "container not found"));
      }
      if (!List.of("", RUNTIME, UNCONFINED).contains(profile.text())
          && !profile.text().startsWith(LOCALHOST)) {
        Check.invalidText(
            profile, "invalid AppArmor profile name: " + FieldError.quote(profile.text()), errors);
      }
    }
  }

  /** What an update may not do to the annotations of a pod. */
  static void changes(Spot annotations, JsonNode before, List<FieldError> errors) {
    for (Map.Entry<String, JsonNode> old : before.properties()) {
      Spot now = annotations.key(old.getKey());
      if (!now.node().equals(old.getValue())) {
        changed(now, old.getKey(), "remove or update", errors);
      }
    }
    for (Map.Entry<String, Spot> now : annotations.elementsByKey().entrySet()) {
      if (!before.has(now.getKey())) {
        changed(now.getValue(), now.getKey(), "add", errors);
      }
    }
  }

  private static void changed(Spot spot, String key, String verb, List<FieldError> errors) {
    if (key.startsWith(APP_ARMOR)) {
      Check.forbidden(spot, "may not " + verb + " AppArmor annotations", errors);
    }
    if (key.equals(MIRROR)) {
      Check.forbidden(spot, "may not " + verb + " mirror pod annotation", errors);
    }
  }

  /** Annotations and fields that say the same thing must say the same. */
  static void profiles(Spot annotations, Spot spec, List<FieldError> errors) {
    Spot context = spec.at("securityContext");
    same("seccomp", context.at("seccompProfile"), annotations.at(SECCOMP_POD), errors);
    for (Spot container : PodScope.containers(spec)) {
      String name = container.at("name").text();
      Spot own = container.at("securityContext").at("seccompProfile");
      same("seccomp", own, annotations.at(SECCOMP_CONTAINER + name), errors);
    }
    if (spec.at("os").at("name").text().equals("windows")) {
      return;
    }
    for (Spot container : PodScope.containers(spec)) {
      Spot own = container.at("securityContext").at("appArmorProfile");
      Spot profile = own.has() ? own : context.at("appArmorProfile").as(own);
      same("apparmor", profile, annotations.at(APP_ARMOR + container.at("name").text()), errors);
    }
  }

  private static void same(String kind, Spot profile, Spot annotation, List<FieldError> errors) {
    if (!profile.has() || !annotation.has()) {
      return;
    }
    String text = annotation.text();
    String type = profile.at("type").text();
    boolean right =
        switch (type) {
          case "Unconfined" -> text.equals(UNCONFINED);
          case "RuntimeDefault" ->
              text.equals(RUNTIME) || (kind.equals("seccomp") && text.equals("docker/default"));
          case "Localhost" -> text.startsWith(LOCALHOST);
          default -> true;
        };
    if (!right) {
      Check.forbidden(
          profile.at("type"), kind + " type in annotation and field must match", errors);
    } else if (type.equals("Localhost")
        && !text.equals(LOCALHOST + profile.at("localhostProfile").text())) {
      Check.forbidden(
          profile.at("localhostProfile"),
          kind + " profile in annotation and field must match",
          errors);
    }
  }
}
