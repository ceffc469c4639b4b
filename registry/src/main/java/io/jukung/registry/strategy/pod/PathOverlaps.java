package io.jukung.registry.strategy.pod;

import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import io.jukung.registry.strategy.check.Spot;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of one volume that hide each other ({@code warningsForOverlappingVirtualPaths} in {@code
 * pkg/api/pod/warnings.go} at v1.36).
 */
final class PathOverlaps {
  private record Place(String path, String source) {
    @Override
    public String toString() {
      String quoted = FieldError.quote(path);
      return source.isEmpty() ? quoted : quoted + " (" + source + ")";
    }

    boolean meets(Place other) {
      String a = path + "/";
      String b = other.path + "/";
      return !path.isEmpty() && !other.path.isEmpty() && (a.startsWith(b) || b.startsWith(a));
    }
  }

  private PathOverlaps() {}

  static void warn(RequestContext context, Spot spec) {
    for (Spot volume : spec.at("volumes").elements()) {
      keys(context, volume, volume.at("configMap"), "ConfigMap", "name");
      keys(context, volume, volume.at("secret"), "Secret", "secretName");
      Spot files = volume.at("downwardAPI");
      overlaps(context, volume, "DownwardAPI", places(files.at("items"), ""));
      if (volume.has("projected")) {
        projected(context, volume);
      }
    }
  }

  private static void keys(
      RequestContext context, Spot volume, Spot source, String kind, String name) {
    String described = kind + " " + FieldError.quote(source.at(name).text());
    overlaps(context, volume, described, places(source.at("items"), ""));
  }

  private static List<Place> places(Spot items, String source) {
    List<Place> places = new ArrayList<>();
    items.elements().forEach(item -> places.add(place(item.at("path"), source)));
    return places;
  }

  private static Place place(Spot path, String source) {
    return new Place(path.text(), source);
  }

  private static void overlaps(
      RequestContext context, Spot volume, String kind, List<Place> places) {
    List<Place> seen = new ArrayList<>();
    for (Place each : places) {
      Place trimmed = new Place(each.path.replaceAll("/+$", ""), each.source);
      for (Place other : seen) {
        if (trimmed.meets(other)) {
          context.warn(
              "volume "
                  + FieldError.quote(volume.at("name").text())
                  + " ("
                  + kind
                  + "): overlapping paths: "
                  + trimmed
                  + " with "
                  + other);
        }
      }
      seen.add(trimmed);
    }
  }

  private static void projected(RequestContext context, Spot volume) {
    List<Place> places = new ArrayList<>();
    for (Spot source : volume.at("projected").at("sources").elements()) {
      if (source.size() == 0) {
        context.warn(
            "volume "
                + FieldError.quote(volume.at("name").text())
                + " (Projected) has no sources provided");
      } else if (source.at("configMap").has("items")) {
        places.addAll(named(source.at("configMap"), "ConfigMap"));
      } else if (source.at("secret").has("items")) {
        places.addAll(named(source.at("secret"), "Secret"));
      } else if (source.at("downwardAPI").has("items")) {
        places.addAll(places(source.at("downwardAPI").at("items"), "DownwardAPI"));
      } else if (source.has("serviceAccountToken")) {
        places.add(place(source.at("serviceAccountToken").at("path"), "ServiceAccountToken"));
      }
    }
    overlaps(context, volume, "Projected", places);
  }

  private static List<Place> named(Spot source, String kind) {
    return places(source.at("items"), kind + " " + FieldError.quote(source.at("name").text()));
  }
}
