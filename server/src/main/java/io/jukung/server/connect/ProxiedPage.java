package io.jukung.server.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A page from behind a proxy, its links turned. Upstream: {@code rewriteResponse} in {@code
 * apimachinery/pkg/util/proxy/transport.go}, which has no limit to what it keeps of a page.
 */
final class ProxiedPage {
  /** How much of a page is read for its links; the rest passes as it is. */
  private static final int MAX_PAGE_BYTES = 16 << 20;

  private ProxiedPage() {}

  /** Whether an answer's links are turned: a page in an encoding that can be read. */
  static boolean is(BackendConnection.Head head) {
    String type = head.header("Content-Type").orElse("");
    int end = type.indexOf(';');
    String media = (end < 0 ? type : type.substring(0, end)).strip();
    Optional<String> location = head.header("Location");
    return media.equals("text/html")
        && location.isEmpty()
        && switch (encoding(head)) {
          case "", "gzip", "deflate" -> true;
          default -> false;
        };
  }

  private static String encoding(BackendConnection.Head head) {
    return head.header("Content-Encoding").orElse("");
  }

  /** Writes the page, in the encoding it came in; closes the answer. */
  static void copy(BackendClient.Answer answer, ProxyLinks links, OutputStream out)
      throws IOException {
    try (answer) {
      PushbackInputStream body = new PushbackInputStream(answer.body());
      int first = body.read();
      if (first < 0) {
        return;
      }
      body.unread(first);
      String encoding = encoding(answer.head());
      InputStream in = plain(body, encoding);
      byte[] read = in.readNBytes(MAX_PAGE_BYTES);
      String page = HtmlLinks.turned(new String(read, StandardCharsets.ISO_8859_1), links::turned);
      OutputStream encoded = encoded(out, encoding);
      encoded.write(page.getBytes(StandardCharsets.ISO_8859_1));
      var _ = in.transferTo(encoded);
      if (encoded instanceof DeflaterOutputStream whole) {
        whole.finish();
      }
    }
  }

  private static InputStream plain(InputStream in, String encoding) throws IOException {
    return switch (encoding) {
      case "gzip" -> new GZIPInputStream(in);
      case "deflate" -> new InflaterInputStream(in, new Inflater(true));
      default -> in;
    };
  }

  private static OutputStream encoded(OutputStream out, String encoding) throws IOException {
    return switch (encoding) {
      case "gzip" -> new GZIPOutputStream(out);
      case "deflate" ->
          new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true));
      default -> out;
    };
  }
}
