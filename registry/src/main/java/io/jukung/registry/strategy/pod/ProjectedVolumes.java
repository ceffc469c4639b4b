package io.jukung.registry.strategy.pod;

import com.fasterxml.jackson.databind.node.LongNode;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Check;
import io.jukung.registry.strategy.check.Spot;
import io.jukung.registry.strategy.core.VolumeSources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks of volumes put together from several sources ({@code validateProjectedVolumeSource} in
 * {@code pkg/apis/core/validation/validation.go} at v1.36). Sources that only gated features read
 * have been dropped.
 */
final class ProjectedVolumes {
  private static final long MIN_EXPIRATION_SECONDS = 600;
  private static final long MAX_EXPIRATION_SECONDS = 1L << 32;
  private static final String CONFLICT = "conflicting duplicate paths";

  private ProjectedVolumes() {}

  static void check(Spot volume, PodLeeway leeway, List<FieldError> errors) {
    Check.fileMode(volume.at("defaultMode"), errors);
    Set<String> paths = new HashSet<>();
    for (Spot source : volume.at("sources").elements()) {
      int kinds = 0;
      for (String kind : List.of("secret", "configMap")) {
        if (source.has(kind)) {
          kinds++;
          keys(source.at(kind), volume, paths, errors);
        }
      }
      if (source.has("downwardAPI")) {
        kinds++;
        for (Spot file : source.at("downwardAPI").at("items").elements()) {
          DownwardApi.file(file.as(source.at("downwardAPI")), errors);
          String path = file.at("path").text();
          conflict(volume, path, path, paths, errors);
        }
      }
      if (source.has("serviceAccountToken")) {
        kinds++;
        token(source.at("serviceAccountToken"), volume, leeway, errors);
      }
      if (kinds > 1) {
        Check.forbidden(source, "may not specify more than 1 volume type per source", errors);
      }
    }
  }

  private static void keys(Spot source, Spot volume, Set<String> paths, List<FieldError> errors) {
    Check.required(source.at("name"), errors);
    for (Spot item : source.at("items").elements()) {
      PodVolumes.item(item, errors);
      conflict(volume, item.at("path").text(), source.at("name").text(), paths, errors);
    }
  }

  private static void conflict(
      Spot volume, String path, String shown, Set<String> paths, List<FieldError> errors) {
    if (!path.isEmpty() && !paths.add(path)) {
      errors.add(FieldError.invalid(volume.path(), shown, CONFLICT));
    }
  }

  private static void token(Spot token, Spot volume, PodLeeway leeway, List<FieldError> errors) {
    Spot expiration = token.at("expirationSeconds");
    if (expiration.number() < MIN_EXPIRATION_SECONDS) {
      expires(expiration, "may not specify a duration less than 10 minutes", errors);
    }
    if (expiration.number() > MAX_EXPIRATION_SECONDS) {
      expires(expiration, "may not specify a duration larger than 2^32 seconds", errors);
    }
    Spot path = token.at("path").as(volume.at("path"));
    if (path.text().isEmpty()) {
      Check.missing(path, "", errors);
    } else if (!leeway.tokenPaths()) {
      VolumeSources.nonReserved(path, errors);
    }
  }

  private static void expires(Spot expiration, String detail, List<FieldError> errors) {
    errors.add(
        FieldError.invalid(expiration.path(), LongNode.valueOf(expiration.number()), detail));
  }

  /** The paths of tokens in a spec that lead out of their volume. */
  static void tokenPaths(Spot spec, List<FieldError> errors) {
    for (Spot volume : spec.at("volumes").elements()) {
      for (Spot source : volume.at("projected").at("sources").elements()) {
        Spot path = source.at("serviceAccountToken").at("path");
        if (!path.text().isEmpty()) {
          VolumeSources.nonReserved(path, errors);
        }
      }
    }
  }

  /** A pod without an account gets no token. */
  static void tokensWithoutAccount(PodScope scope) {
    if (!scope.spec().at("serviceAccountName").text().isEmpty()) {
      return;
    }
    for (Spot volume : scope.spec().at("volumes").elements()) {
      for (Spot source : volume.at("projected").at("sources").elements()) {
        if (source.has("serviceAccountToken")) {
          Check.forbidden(
              source.at("serviceAccountToken"),
              "must not be specified when serviceAccountName is not set",
              scope.errors());
        }
      }
    }
  }
}
