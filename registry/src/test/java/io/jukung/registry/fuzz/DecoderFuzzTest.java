package io.jukung.registry.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.ApplyDocument;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.FieldValidation;
import io.jukung.registry.codec.MediaKind;
import io.jukung.registry.codec.ObjectDecoder;
import io.jukung.registry.codec.UnstructuredDecoder;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.storage.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies of writes. */
final class DecoderFuzzTest {
  private static final int INPUTS = 4_000 * Bounded.TIMES;
  private final List<Sample> samples = Sample.all();
  private final ObjectDecoder decoder = new ObjectDecoder(Sample.TYPES);
  private final CanonicalJson json = new CanonicalJson(Sample.TYPES);

  /** What is decoded is also canonical: printed, and read again, it is the same. */
  @ParameterizedTest
  @EnumSource(MediaKind.class)
  void typed(MediaKind media) throws InterruptedException {
    Mutator mutator = mutator("typed" + media, media);
    List<Integer> good = new ArrayList<>();
    Bounded.run(
        () -> {
          for (int i = 0; i < INPUTS; i++) {
            Sample sample = samples.get(i % samples.size());
            byte[] input = mutator.next();
            decode(input, () -> typed(input, media, sample)).ifPresent(_ -> good.add(1));
          }
        });
    assertThat(good).hasSizeGreaterThan(INPUTS / 1000);
  }

  private Bytes typed(byte[] input, MediaKind media, Sample sample) {
    List<String> warnings = new ArrayList<>();
    ObjectNode object =
        decoder.decode(
            input, media, sample.schema(), sample.kind(), FieldValidation.WARN, warnings::add);
    Bytes printed = json.encode(object, sample.schema());
    ObjectNode again =
        decoder.decode(
            printed.array(),
            MediaKind.JSON,
            sample.schema(),
            sample.kind(),
            FieldValidation.STRICT,
            warnings::add);
    assertThat(json.encode(again, sample.schema()).utf8()).isEqualTo(printed.utf8());
    return printed;
  }

  @ParameterizedTest
  @EnumSource(value = MediaKind.class, names = "PROTOBUF", mode = EnumSource.Mode.EXCLUDE)
  void unstructured(MediaKind media) throws InterruptedException {
    UnstructuredDecoder unstructured = new UnstructuredDecoder(Sample.TYPES);
    GroupVersionKind kind = new GroupVersionKind("", "v1", "ConfigMap");
    fuzz(
        mutator("unstructured" + media, media),
        input ->
            unstructured.decode(input, media, kind, FieldValidation.WARN, _ -> {}, _ -> List.of()));
  }

  @ParameterizedTest
  @EnumSource(MediaKind.class)
  void options(MediaKind media) throws InterruptedException {
    GroupVersionKind kind = new GroupVersionKind("", "v1", "DeleteOptions");
    var schema = Sample.TYPES.kind(kind).orElseThrow();
    fuzz(mutator("options" + media, media), input -> decoder.options(input, media, schema, kind));
  }

  @Test
  void applied() throws InterruptedException {
    fuzz(mutator("applied", MediaKind.YAML), ApplyDocument::read);
  }

  private static void fuzz(Mutator mutator, Function<byte[], Object> decoder)
      throws InterruptedException {
    Bounded.run(
        () -> {
          for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutator.next();
            decode(input, () -> decoder.apply(input));
          }
        });
  }

  private static <T> Optional<T> decode(byte[] input, Callable<T> decoder) {
    return Bounded.SMALL.decode(() -> Mutator.told(input), decoder);
  }

  private Mutator mutator(String salt, MediaKind media) {
    Stream<byte[]> corpus =
        samples.stream()
            .map(
                sample ->
                    switch (media) {
                      case JSON -> sample.json().array();
                      case YAML -> sample.yaml().array();
                      case PROTOBUF -> sample.protobuf().array();
                    });
    return new Mutator(Bounded.seed(salt), corpus.toList());
  }
}
