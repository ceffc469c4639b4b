package io.jukung.server.resource;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compression of answers, at the level that costs least. */
final class Gzip {
  private static final int BUFFER = 32 << 10;

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

  /** Compresses into {@code out}; closing ends the compression and leaves {@code out} open. */
  static OutputStream stream(OutputStream out) throws IOException {
    return new BufferedOutputStream(
        new Level1(
            new FilterOutputStream(new BufferedOutputStream(out, BUFFER)) {
              @Override
              public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
              }

              @Override
              public void close() throws IOException {
                out.flush();
              }
            }),
        BUFFER);
  }

  private static final class Level1 extends GZIPOutputStream {
    Level1(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
