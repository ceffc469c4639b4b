package io.jukung.registry.apply.fieldpath;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.RawObject;
import io.jukung.storage.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sets against a naive model: a hash set of paths. */
class FieldSetTest {
  private static final List<PathElement> ELEMENTS =
      List.of(
          PathElement.field("a"),
          PathElement.field("b"),
          PathElement.field("ä<\""),
          PathElement.key(Map.of("name", TextNode.valueOf("x"))),
          PathElement.key(Map.of("port", IntNode.valueOf(80), "protocol", TextNode.valueOf("TCP"))),
          PathElement.key(
              Map.of("port", IntNode.valueOf(443), "protocol", TextNode.valueOf("TCP"))),
          PathElement.value(TextNode.valueOf("v&\\")),
          PathElement.value(IntNode.valueOf(7)),
          PathElement.index(10),
          PathElement.index(9));

  private final Random random = new Random(20261125);

  private Set<List<PathElement>> randomPaths() {
    Set<List<PathElement>> paths = new HashSet<>();
    for (int n = random.nextInt(12); n > 0; n--) {
      List<PathElement> path = new ArrayList<>();
      for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
        path.add(ELEMENTS.get(random.nextInt(ELEMENTS.size())));
      }
      paths.add(path);
    }
    return paths;
  }

  private static FieldSet set(Set<List<PathElement>> paths) {
    FieldSet set = FieldSet.EMPTY;
    for (List<PathElement> path : paths) {
      set = set.union(FieldSet.of(path));
    }
    return set;
  }

  private static Set<List<PathElement>> paths(FieldSet set) {
    return new HashSet<>(set.paths());
  }

  private static boolean belowAny(List<PathElement> path, Set<List<PathElement>> roots) {
    for (int length = 1; length <= path.size(); length++) {
      if (roots.contains(path.subList(0, length))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void operationsAreThoseOfSetsOfPaths() {
    for (int round = 0; round < 2_000; round++) {
      Set<List<PathElement>> one = randomPaths();
      Set<List<PathElement>> two = randomPaths();
      FieldSet a = set(one);
      FieldSet b = set(two);

      Set<List<PathElement>> union = new HashSet<>(one);
      union.addAll(two);
      Set<List<PathElement>> both = new HashSet<>(one);
      both.retainAll(two);
      Set<List<PathElement>> rest = new HashSet<>(one);
      rest.removeAll(two);
      Set<List<PathElement>> outside = new HashSet<>(one);
      outside.removeIf(path -> belowAny(path, two));

      assertThat(paths(a)).isEqualTo(one);
      assertThat(a.size()).isEqualTo(one.size());
      assertThat(paths(a.union(b))).isEqualTo(union);
      assertThat(paths(a.intersection(b))).isEqualTo(both);
      assertThat(paths(a.difference(b))).isEqualTo(rest);
      assertThat(paths(a.recursiveDifference(b))).isEqualTo(outside);
      assertThat(a.isEmpty()).isEqualTo(one.isEmpty());
      union.forEach(path -> assertThat(a.has(path)).isEqualTo(one.contains(path)));
    }
  }

  @Test
  void whatIsPrintedIsReadAgain() {
    for (int round = 0; round < 2_000; round++) {
      FieldSet set = set(randomPaths());
      RawObject printed = FieldsV1.print(set);
      Bytes bytes = printed.bytes().orElseThrow();
      assertThat(FieldsV1.read(printed)).isEqualTo(set);
      // The same through a tree, as it comes from a client.
      assertThat(CanonicalJson.print(printed.deepCopy())).isEqualTo(bytes);
      assertThat(FieldsV1.read(new RawObject(bytes))).isEqualTo(set);
    }
  }

  @Test
  void printsAsUpstream() {
    String upstream =
        "{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:a\":{}}},\"f:spec\":{\"f:ports\":{"
            + "\"k:{\\\"port\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":{\".\":{},\"f:port\":{}},"
            + "\"k:{\\\"port\\\":443,\\\"protocol\\\":\\\"TCP\\\"}\":{\".\":{},\"f:port\":{}}}}}";
    FieldSet set = FieldsV1.read(new RawObject(Bytes.utf8(upstream)));
    assertThat(FieldsV1.print(set).bytes().orElseThrow().utf8()).isEqualTo(upstream);
    assertThat(set.size()).isEqualTo(6);
    assertThat(FieldSet.print(set.paths().getLast()))
        .isEqualTo(".spec.ports[port=443,protocol=\"TCP\"].port");
  }

  @Test
  void unknownElementsArePassedOverAndKeysAreOrdered() {
    FieldSet set =
        FieldsV1.read(
            new RawObject(
                Bytes.utf8(
                    "{\"x:1\":{\"f:a\":{}},\"k:{\\\"b\\\": 1.0, \\\"a\\\":2}\":{},\"f:z\":{}}")));
    assertThat(FieldsV1.print(set).bytes().orElseThrow().utf8())
        .isEqualTo("{\"f:z\":{},\"k:{\\\"a\\\":2,\\\"b\\\":1}\":{}}");
  }
}
