package io.jukung.registry.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.jukung.registry.codec.value.GoDuration;
import io.jukung.registry.codec.value.GoTime;
import io.jukung.registry.codec.value.Quantity;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.selector.SelectableFields;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Short texts: selectors, quantities, durations, times. */
final class TextFuzzTest {
  private static final int INPUTS = 30_000 * Bounded.TIMES;

  private static void fuzz(String salt, Consumer<String> decoder, String... corpus)
      throws InterruptedException {
    Mutator mutator = Mutator.ofTexts(Bounded.seed(salt), corpus);
    Bounded.run(
        () -> {
          for (int i = 0; i < INPUTS; i++) {
            String input = mutator.nextText();
            Bounded.SMALL.decode(
                () -> "\"" + input + "\"",
                () -> {
                  decoder.accept(input);
                  return input;
                });
          }
        });
  }

  /** A selector is its own text: printed and read again it selects the same. */
  @Test
  void labelSelectors() throws InterruptedException {
    Map<String, String> labels = Map.of("a", "b", "x/y", "", "n", "7");
    fuzz(
        "labels",
        text -> {
          LabelSelector selector = LabelSelector.parse(text);
          LabelSelector again = LabelSelector.parse(selector.toString());
          assertThat(again.toString()).isEqualTo(selector.toString());
          assertThat(again.matches(labels)).isEqualTo(selector.matches(labels));
        },
        "a=b,c!=d",
        "a in (b,c), !d",
        "a notin (b,,c),e",
        "x/y,n>5,n<8",
        "a==b");
  }

  @Test
  void fieldSelectors() throws InterruptedException {
    SelectableFields pods = SelectableFields.of(new GroupVersionKind("", "v1", "Pod"));
    fuzz(
        "fields",
        text -> {
          FieldSelector selector = FieldSelector.parse(text);
          assertThat(FieldSelector.parse(selector.toString())).isEqualTo(selector);
          FieldSelector _ = pods.parse(text);
        },
        "metadata.name=a,status.phase!=Running",
        "spec.nodeName==n\\,o\\=p",
        "a\\\\=b");
  }

  /** The canonical text reads as the same amount, and as itself. */
  @Test
  void quantities() throws InterruptedException {
    fuzz(
        "quantities",
        text -> {
          Quantity quantity = Quantity.parse(text);
          Quantity again = Quantity.parse(quantity.text());
          assertThat(again.text()).isEqualTo(quantity.text());
        },
        "1500m",
        "-1.25Gi",
        "1e3",
        "+0.1n",
        "12E",
        "9223372036854775807",
        "100E-9",
        "0Ki");
  }

  @Test
  void durations() throws InterruptedException {
    fuzz(
        "durations",
        text -> {
          long nanos = GoDuration.parse(text);
          assertThat(GoDuration.parse(GoDuration.format(nanos))).isEqualTo(nanos);
        },
        "1h2m3.5s",
        "-1.5h",
        "300ms",
        "+5.s",
        "1us2ns",
        "2540400h10m10.000000000s");
  }

  @Test
  void times() throws InterruptedException {
    String[] corpus = {
      "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123456+01:30", "0001-01-01T00:00:00-00:01"
    };
    fuzz("times", text -> GoTime.format(GoTime.parse(text)), corpus);
    fuzz("micro", text -> GoTime.formatMicro(GoTime.parseMicro(text)), corpus);
  }
}
