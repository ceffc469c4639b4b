package io.jukung.server.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.ResourceType;
import io.jukung.registry.codec.CanonicalJson;
import io.jukung.registry.codec.ProtobufCodec;
import io.jukung.registry.codec.Types;
import io.jukung.registry.codec.YamlCodec;
import io.jukung.registry.meta.GroupVersionKind;
import io.jukung.registry.meta.GroupVersionResource;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.StoredObject;
import io.jukung.registry.table.TableConvertors;
import io.jukung.server.response.ApiResponse;
import io.jukung.server.response.Format;
import io.jukung.server.response.Negotiated;
import io.jukung.server.response.Negotiated.Conversion;
import io.jukung.storage.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists in every form: what they say, and that they are written while they are read. */
final class ListAnswersTest {
  private static final Catalog CATALOG = Catalog.load();
  private static final Types TYPES = Types.of(CATALOG);
  private static final ResourceType PODS =
      CATALOG.resource(new GroupVersionResource("", "v1", "pods")).orElseThrow();
  private static final Conversion PARTIAL =
      new Conversion("meta.k8s.io", "v1", "PartialObjectMetadataList");

  /** As much as may lie between reading an item and having written it. */
  private static final long MAX_LAG_BYTES = 1 << 20;

  private final CodecTranscoder transcoder = new CodecTranscoder(TYPES);
  private final ObjectForms forms =
      new ObjectForms(
          transcoder,
          new TableConvertors(CATALOG::type, Clock.systemUTC()),
          TYPES::kind,
          CATALOG::type);
  private final ListAnswers answers = new ListAnswers(forms);

  /** A list of equal pods that are made when they are asked for. */
  private static class Pods implements ListResult {
    private final int size;
    private final Bytes json;
    private int given;
    private boolean closed;

    Pods(int size, int bytes) {
      this.size = size;
      this.json =
          Bytes.utf8(
              "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\",\"namespace\":\"a\","
                  + "\"resourceVersion\":\"7\",\"annotations\":{\"a\":\""
                  + "x".repeat(bytes)
                  + "\"}},\"spec\":{\"containers\":null},\"status\":{}}");
    }

    @Override
    public boolean hasNext() {
      return given < size;
    }

    @Override
    public StoredObject next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      given++;
      return new StoredObject("a", "p", json, 7);
    }

    @Override
    public long revision() {
      return 9;
    }

    @Override
    public String continueToken() {
      return "more";
    }

    @Override
    public OptionalLong remainingItemCount() {
      return OptionalLong.of(3);
    }

    @Override
    public void rewind() {
      given = 0;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private ApiResponse answer(
      Format format, Optional<Conversion> conversion, String encoding, ListResult list) {
    ListBody body =
        conversion.isEmpty()
            ? ListBody.Objects.of(PODS)
            : new ListBody.Partial(conversion.get(), PODS.schema(), forms);
    return answers.answer(encoding, PODS, new Negotiated(format, false, conversion), body, list);
  }

  private static Bytes body(ApiResponse answer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (answer.body()) {
      case ApiResponse.Body.Fixed(var bytes) -> out.writeBytes(bytes.array());
      case ApiResponse.Body.Streamed(var writer) -> writer.write(out);
      case ApiResponse.Body.Upgraded _ -> throw new AssertionError("a list does not leave HTTP");
    }
    return Bytes.wrap(out.toByteArray());
  }

  private static ObjectNode tree(Bytes json) {
    return new CanonicalJson(TYPES).parse(json);
  }

  private static GroupVersionKind kind(Optional<Conversion> conversion) {
    return conversion
        .map(c -> new GroupVersionKind(c.group(), c.version(), c.kind()))
        .orElse(new GroupVersionKind("", "v1", "PodList"));
  }

  @Test
  void everyFormSaysTheSame() throws IOException {
    for (Optional<Conversion> conversion : java.util.List.of(NONE, Optional.of(PARTIAL))) {
      for (int size : new int[] {0, 1, 3, 400}) {
        Bytes json = body(answer(Format.JSON, conversion, "", new Pods(size, 1000)));
        ObjectNode tree = tree(json);
        assertThat(tree.path("items").size()).isEqualTo(size);
        assertThat(json.utf8()).contains("\"continue\":\"more\",\"remainingItemCount\":3");
        assertThat(body(answer(Format.YAML, conversion, "", new Pods(size, 1000))))
            .isEqualTo(new YamlCodec().encode(tree));
        ApiResponse protobuf = answer(Format.PROTOBUF, conversion, "", new Pods(size, 1000));
        Bytes binary = body(protobuf);
        assertThat(binary)
            .isEqualTo(
                new ProtobufCodec(TYPES)
                    .encode(tree, forms.schema(kind(conversion)), kind(conversion)));
        assertThat(protobuf.headers())
            .contains(new ApiResponse.Header("Content-Length", Integer.toString(binary.length())));
      }
    }
  }

  private static final Optional<Conversion> NONE = Optional.empty();

  @ParameterizedTest
  @EnumSource(Format.class)
  void whatIsLongIsCompressedForThoseWhoTakeIt(Format format) throws IOException {
    for (int size : new int[] {2, 200}) {
      Pods pods = new Pods(size, 1000);
      ApiResponse answer = answer(format, NONE, "deflate, gzip", pods);
      boolean compressed =
          answer.headers().contains(new ApiResponse.Header("Content-Encoding", "gzip"));
      assertThat(compressed).isEqualTo(size == 200);
      if (compressed) {
        assertThat(answer.headers()).contains(new ApiResponse.Header("Vary", "Accept-Encoding"));
        byte[] plain =
            new GZIPInputStream(new ByteArrayInputStream(body(answer).array())).readAllBytes();
        assertThat(Bytes.wrap(plain))
            .isEqualTo(body(answer(format, NONE, "", new Pods(size, 1000))));
        assertThat(pods.closed).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void aLongListIsWrittenWhileItIsRead(Format format) throws IOException {
    Lagging out = new Lagging();
    Pods pods =
        new Pods(20_000, 2000) {
          @Override
          public StoredObject next() {
            out.itemRead();
            return super.next();
          }
        };
    ApiResponse answer = answer(format, NONE, "", pods);
    out.writing = true;
    out.read = 0;
    ((ApiResponse.Body.Streamed) answer.body()).writer().write(out);
    assertThat(out.written).isGreaterThan(40_000_000);
    assertThat(out.longestLag).isLessThan(MAX_LAG_BYTES);
    assertThat(pods.closed).isTrue();
  }

  /** Counts how many bytes of items were read and not written. */
  private static final class Lagging extends OutputStream {
    private boolean writing;
    private long read;
    private long written;
    private long longestLag;

    void itemRead() {
      read += 2000;
      if (writing) {
        longestLag = Math.max(longestLag, read - written);
      }
    }

    @Override
    public void write(int b) {
      written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      written += length;
    }
  }
}
