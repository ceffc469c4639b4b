package io.jukung.registry.fuzz;

import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.codec.Types;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.storage.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * One object of upstream's in its three forms; mutants begin as one of these.
 *
 * @param json compact JSON
 * @param protobuf with its envelope
 * @param yaml sorted YAML
 */
record Sample(GroupVersionKind kind, TypeSchema schema, Bytes json, Bytes protobuf, Bytes yaml) {
  static final Types TYPES = Types.of(Catalog.load());

  /** Objects of many kinds. */
  static List<Sample> all() {
    List<Sample> samples = new ArrayList<>();
    try (InputStream in =
            Objects.requireNonNull(
                Sample.class.getResourceAsStream("/io/jukung/registry/codec/golden.tsv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> line.split("\t", -1))
          .forEach(
              row -> {
                GroupVersionKind kind = new GroupVersionKind(row[0], row[1], row[2]);
                samples.add(
                    new Sample(
                        kind,
                        TYPES.kind(kind).orElseThrow(),
                        base64(row[3]),
                        base64(row[4]),
                        base64(row[5])));
              });
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sample of a kind. */
  static Sample of(String kind) {
    return all().stream()
        .filter(sample -> sample.kind().kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static Bytes base64(String text) {
    return Bytes.wrap(Base64.getDecoder().decode(text));
  }

  @Override
  public String toString() {
    return kind.toString();
  }
}
