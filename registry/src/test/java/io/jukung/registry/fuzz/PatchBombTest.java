package io.jukung.registry.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.patch.PatchType;
import io.jukung.registry.patch.Patches;
import io.jukung.registry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Patches that are short and ask for much, on objects as large as the store takes. */
final class PatchBombTest {
  private static final int MANY = 100_000;
  private static final Catalog CATALOG = Catalog.load();
  private static final TypeSchema POD = CATALOG.type("io.k8s.api.core.v1.Pod").orElseThrow();

  private static String list(int count, String element) {
    return IntStream.range(0, count)
        .mapToObj(i -> element.replace("#", Integer.toString(i)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static ObjectNode pod() {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("kind", "Pod").put("apiVersion", "v1");
    var finalizers = pod.putObject("metadata").putArray("finalizers");
    var containers = pod.putObject("spec").putArray("containers");
    for (int i = 0; i < 30_000; i++) {
      finalizers.add("f" + i);
      containers.addObject().put("name", "c" + i);
    }
    return pod;
  }

  private static String containers(String content) {
    return "{\"spec\":{" + content + "}}";
  }

  static Stream<Arguments> patches() {
    return Stream.concat(jsonPatches(), strategicPatches());
  }

  private static Stream<Arguments> jsonPatches() {
    PatchType json = PatchType.JSON;
    return Stream.of(
        Arguments.of(
            "copies that double",
            json,
            "[{\"op\":\"add\",\"path\":\"/a\",\"value\":{\"x\":\""
                + "x".repeat(1000)
                + "\"}},"
                + list(40, "{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/b#\"}").substring(1),
            false),
        Arguments.of(
            "copies that go deep",
            json,
            "[{\"op\":\"add\",\"path\":\"/a\",\"value\":{}},"
                + IntStream.range(0, 14)
                    .mapToObj(i -> "/a".repeat((1 << i) + 1))
                    .map(path -> "{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"" + path + "\"}")
                    .collect(Collectors.joining(",", "", "]")),
            false),
        Arguments.of(
            "values that go deep",
            json,
            "["
                + IntStream.range(0, 50)
                    .mapToObj(
                        i ->
                            "{\"op\":\"add\",\"path\":\"/a"
                                + "/0".repeat(i * 281)
                                + "\",\"value\":"
                                + "[".repeat(281)
                                + "]".repeat(281)
                                + "}")
                    .collect(Collectors.joining(","))
                + "]",
            false),
        Arguments.of(
            "insertions in front",
            json,
            list(10_000, "{\"op\":\"add\",\"path\":\"/metadata/finalizers/0\",\"value\":\"a\"}"),
            true),
        Arguments.of(
            "large moves",
            json,
            list(10_000, "{\"op\":\"move\",\"from\":\"/spec\",\"path\":\"/spec\"}"),
            true),
        Arguments.of("too many", json, list(10_001, "{\"op\":\"test\",\"path\":\"/a#\"}"), false));
  }

  private static Stream<Arguments> strategicPatches() {
    PatchType strategic = PatchType.STRATEGIC_MERGE;
    return Stream.of(
        Arguments.of(
            "many scalars",
            strategic,
            "{\"metadata\":{\"finalizers\":" + list(MANY, "\"f#\"") + "}}",
            true),
        Arguments.of(
            "one scalar, often",
            strategic,
            "{\"metadata\":{\"finalizers\":" + list(MANY, "\"f\"") + "}}",
            true),
        Arguments.of(
            "many objects",
            strategic,
            containers("\"containers\":" + list(MANY, "{\"name\":\"c#\"}")),
            true),
        Arguments.of(
            "many deletions",
            strategic,
            containers("\"containers\":" + list(30_000, "{\"name\":\"c#\",\"$patch\":\"delete\"}")),
            true),
        Arguments.of(
            "many places in an order",
            strategic,
            containers(
                "\"$setElementOrder/containers\":"
                    + list(60_000, "{\"name\":\"c#\"}")
                    + ",\"containers\":"
                    + list(60_000, "{\"name\":\"c#\",\"image\":\"i\"}")),
            true),
        Arguments.of(
            "a long text on many levels, wrongly placed",
            strategic,
            containers(
                "\"containers\":"
                    + list(
                        1,
                        "{\"x\":"
                            + "[".repeat(280)
                            + "\""
                            + "x".repeat(2 << 20)
                            + "\""
                            + "]".repeat(280)
                            + "}")),
            false));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("patches")
  void costsNoMoreThanItsLength(String name, PatchType type, String patch, boolean accepted)
      throws InterruptedException {
    byte[] body = patch.getBytes(StandardCharsets.UTF_8);
    assertThat(body.length).isLessThan(3 << 20);
    List<Integer> good = new ArrayList<>();
    Patches patches = new Patches(CATALOG::type);
    Bounded.run(
        () ->
            Bounded.LARGE
                .decode(() -> name, () -> apply(patches, type, body))
                .ifPresent(_ -> good.add(1)));
    assertThat(good.size()).as(name).isEqualTo(accepted ? 1 : 0);
  }

  private static ObjectNode apply(Patches patches, PatchType type, byte[] body) {
    try {
      return patches.parse(type, body, POD, true).apply(pod());
    } catch (StatusException e) {
      // As upstream, a patch against the schema is told as a failure of the server's.
      throw e.code() == 500 ? StatusException.badRequest(e.text()) : e;
    }
  }
}
