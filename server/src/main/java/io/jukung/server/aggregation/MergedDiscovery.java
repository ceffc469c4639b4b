package io.jukung.server.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.meta.GroupVersion;
import io.jukung.server.discovery.DiscoveryAdditions;
import io.jukung.server.discovery.Document;
import io.jukung.server.response.TreeEncoder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The groups of other servers in the discovery documents of this one: behind the built-in ones, by
 * priority. Documents are made when asked for after a change. Safe for all threads.
 */
final class MergedDiscovery implements DiscoveryAdditions {
  private static final Comparator<Remote> BY_PRIORITY =
      Comparator.<Remote>comparingInt(remote -> -remote.api().versionPriority())
          .thenComparing(remote -> remote.api().groupVersion().version());

  private final RemoteApis remotes;
  private final TreeEncoder encoder;
  private volatile Merged groups;
  private volatile Merged aggregated;

  /** A document and what it was made of. */
  private record Merged(Document local, long number, Document document) {}

  MergedDiscovery(RemoteApis remotes, TreeEncoder encoder, Document nothing) {
    this.remotes = remotes;
    this.encoder = encoder;
    this.groups = new Merged(nothing, 0, nothing);
    this.aggregated = groups;
  }

  /** The groups that are told of, the most important first. */
  private static Collection<List<Remote>> byGroup(Map<GroupVersion, Remote> remotes) {
    Map<String, List<Remote>> groups = new TreeMap<>();
    remotes.values().stream()
        .filter(remote -> remote.api().available())
        .sorted(BY_PRIORITY)
        .forEach(
            remote ->
                groups
                    .computeIfAbsent(
                        remote.api().groupVersion().group(), _ -> new java.util.ArrayList<>())
                    .add(remote));
    return groups.values().stream()
        .sorted(
            Comparator.comparingInt(
                versions ->
                    -versions.stream().mapToInt(r -> r.api().groupPriority()).max().orElse(0)))
        .toList();
  }

  @Override
  public Document groups(Document local) {
    RemoteApis.Snapshot now = remotes.snapshot();
    if (now.remotes().isEmpty()) {
      return local;
    }
    Merged known = groups;
    if (known.local() != local || known.number() != now.number()) {
      ObjectNode tree = local.copy();
      ArrayNode list = tree.withArray("/groups");
      byGroup(now.remotes()).forEach(versions -> fill(entry(list, versions, "name"), versions));
      known = new Merged(local, now.number(), new Document(tree, encoder));
      groups = known;
    }
    return known.document();
  }

  /** The entry of a group, which may be there already with other versions. */
  private static ObjectNode entry(ArrayNode list, List<Remote> versions, String field) {
    String group = versions.getFirst().api().groupVersion().group();
    for (JsonNode each : list) {
      if (each instanceof ObjectNode known && known.path(field).asText().equals(group)) {
        return known;
      }
    }
    return list.addObject();
  }

  private static ObjectNode fill(ObjectNode entry, List<Remote> versions) {
    entry.put("name", versions.getFirst().api().groupVersion().group());
    ArrayNode list = entry.withArray("/versions");
    for (Remote version : versions) {
      put(list.addObject(), version.api().groupVersion());
    }
    if (!entry.has("preferredVersion")) {
      put(entry.putObject("preferredVersion"), versions.getFirst().api().groupVersion());
    }
    return entry;
  }

  private static void put(ObjectNode node, GroupVersion version) {
    node.put("groupVersion", version.apiVersion()).put("version", version.version());
  }

  @Override
  public Document aggregated(Document local) {
    RemoteApis.Snapshot now = remotes.snapshot();
    if (now.remotes().isEmpty()) {
      return local;
    }
    Merged known = aggregated;
    if (known.local() != local || known.number() != now.number()) {
      ObjectNode tree = local.copy();
      ArrayNode items = tree.withArray("/items");
      for (List<Remote> versions : byGroup(now.remotes())) {
        ObjectNode item = aggregatedEntry(items, versions);
        for (Remote version : versions) {
          AggregatedResources.put(
              item.withArray("/versions").addObject(),
              version.api().groupVersion(),
              version.resources());
        }
      }
      known = new Merged(local, now.number(), new Document(tree, encoder));
      aggregated = known;
    }
    return known.document();
  }

  private static ObjectNode aggregatedEntry(ArrayNode items, List<Remote> versions) {
    String group = versions.getFirst().api().groupVersion().group();
    for (JsonNode each : items) {
      if (each instanceof ObjectNode known
          && known.path("metadata").path("name").asText().equals(group)) {
        return known;
      }
    }
    ObjectNode item = items.addObject();
    item.putObject("metadata").put("name", group);
    return item;
  }

  @Override
  public Optional<Document> group(String group, Optional<Document> local) {
    for (List<Remote> versions : byGroup(remotes.all())) {
      if (versions.getFirst().api().groupVersion().group().equals(group)) {
        ObjectNode tree =
            local
                .map(Document::copy)
                .orElseGet(
                    () ->
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("kind", "APIGroup")
                            .put("apiVersion", "v1"));
        return Optional.of(new Document(fill(tree, versions), encoder));
      }
    }
    return local;
  }
}
