package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Faults that a changed pod or template may keep, because it had them before today's rules ({@code
 * GetValidationOptionsFromPodSpecAndMeta} in {@code pkg/api/pod/util.go} at v1.36).
 *
 * @param affinitySelectors values that labels can't have, in selectors of affinities
 * @param nodeAffinity the same in required node affinities
 * @param spreadSelectors invalid selectors of topology spread constraints
 * @param spreadKeys invalid label keys of topology spread constraints
 * @param hugePages amounts that are no whole number of pages
 * @param tokenPaths paths of projected tokens that lead out of the volume
 * @param sysctls settings of a namespace that is the host's
 * @param volumeDevices block devices in pods with users of their own
 * @param restartContainer init containers that are to restart when resized
 * @param seLinuxPolicy any policy for changing SELinux labels
 * @param deletionCost a cost that is no number
 */
record PodLeeway(
    boolean affinitySelectors,
    boolean nodeAffinity,
    boolean spreadSelectors,
    boolean spreadKeys,
    boolean hugePages,
    boolean tokenPaths,
    boolean sysctls,
    boolean volumeDevices,
    boolean restartContainer,
    boolean seLinuxPolicy,
    boolean deletionCost) {

  /** No fault passes. */
  static final PodLeeway NONE =
      new PodLeeway(false, false, false, false, false, false, false, false, false, false, false);

  /**
   * What may stay of the faults a spec has.
   *
   * @param spec the spec as it was; anything where there was none
   * @param metadata the metadata as it was
   */
  static PodLeeway of(JsonNode spec, JsonNode metadata) {
    Spot old = new Spot(spec, "");
    return new PodLeeway(
        finds(old, PodAffinities::selectors),
        finds(old, PodAffinities::required),
        finds(old, SpreadConstraints::selectors),
        finds(old, SpreadConstraints::keys),
        finds(old, (spot, errors) -> PodResources.hugePages(spot, errors)),
        finds(old, ProjectedVolumes::tokenPaths),
        finds(old, PodSecurity::hostSysctls),
        finds(old, PodHosts::volumeDevices),
        finds(old, InitContainers::restartsWhenResized),
        !old.at("securityContext").at("seLinuxChangePolicy").text().isEmpty(),
        PodAnnotations.deletionCost(new Spot(metadata.path("annotations"), "")).isPresent());
  }

  private static boolean finds(Spot spec, BiConsumer<Spot, List<FieldError>> check) {
    List<FieldError> errors = new ArrayList<>();
    check.accept(spec, errors);
    return !errors.isEmpty();
  }

  /** A scope for looking at one part of a spec. */
  static PodScope scope(Spot spec, List<FieldError> errors) {
    return new PodScope(spec, Optional.empty(), NONE, new HashMap<>(), errors);
  }
}
