package io.jukung.server.resource;

import io.jukung.server.response.ApiResponse;
import io.jukung.storage.Bytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compression of long answers, at the level that costs least ({@code
 * apiserver/pkg/endpoints/handlers/responsewriters/writers.go} at v1.36).
 */
final class Gzip {
  /** Answers of more bytes are compressed, as upstream. */
  static final int THRESHOLD = 128 << 10;

  private static final int BUFFER = 64 << 10;

  private Gzip() {}

  /** Whether an {@code Accept-Encoding} header names gzip, read as upstream reads it. */
  static boolean accepted(String header) {
    for (String token : header.split(",", -1)) {
      if (token.strip().equals("gzip")) {
        return true;
      }
    }
    return false;
  }

  /**
   * An answer that is longer than {@link #THRESHOLD}, compressed when the client takes it; buffers
   * what {@code writer} writes, and sends all of it when it returns.
   *
   * @param acceptEncoding the request's header, empty for none
   */
  static ApiResponse streamed(String acceptEncoding, String mediaType, ApiResponse.Writer writer) {
    if (!accepted(acceptEncoding)) {
      return ApiResponse.streamed(200, mediaType, out -> buffered(writer, new Unclosed(out)));
    }
    return ApiResponse.streamed(200, mediaType, out -> buffered(writer, stream(out)))
        .with("Content-Encoding", "gzip")
        .with("Vary", "Accept-Encoding");
  }

  /** The same for an answer of {@code length} bytes, which may be short. */
  static ApiResponse streamed(
      String acceptEncoding, String mediaType, long length, ApiResponse.Writer writer) {
    if (length > THRESHOLD && accepted(acceptEncoding)) {
      return streamed(acceptEncoding, mediaType, writer);
    }
    return ApiResponse.streamed(200, mediaType, out -> buffered(writer, new Unclosed(out)))
        .with("Content-Length", Long.toString(length));
  }

  /** An answer that is in memory already. */
  static ApiResponse of(String acceptEncoding, int status, String mediaType, Bytes body) {
    if (body.length() <= THRESHOLD || !accepted(acceptEncoding)) {
      return ApiResponse.of(status, mediaType, body);
    }
    ApiResponse long_ = streamed(acceptEncoding, mediaType, out -> out.write(body.array()));
    return new ApiResponse(status, mediaType, long_.headers(), long_.body());
  }

  private static void buffered(ApiResponse.Writer writer, OutputStream target) throws IOException {
    try (target) {
      writer.write(target);
    }
  }

  /** Compresses into {@code out}; closing ends the compression and leaves {@code out} open. */
  private static OutputStream stream(OutputStream out) throws IOException {
    return new BufferedOutputStream(new TakingTurns(new Level1(new Unclosed(out))), BUFFER);
  }

  /** Buffers, and flushes where others would close: Jersey closes what it opened. */
  private static final class Unclosed extends BufferedOutputStream {
    Unclosed(OutputStream out) {
      super(new TakingTurns(out), BUFFER);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private static final class Level1 extends GZIPOutputStream {
    Level1(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
