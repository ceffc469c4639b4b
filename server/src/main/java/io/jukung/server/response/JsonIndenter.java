package io.jukung.server.response;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Indents compact JSON by two spaces a level while it passes through, as Go's {@code json.Indent}
 * does: empty objects and arrays stay closed, a colon is followed by a space. A line feed behind
 * the document is dropped. Does not close what it writes to.
 */
final class JsonIndenter extends FilterOutputStream {
  private static final int BUFFER = 8192;
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean justOpened;

  JsonIndenter(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  @Override
  public void write(int b) throws IOException {
    if (inString) {
      put(b);
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"') {
        inString = false;
      }
      return;
    }
    if (b == '\n' || b == ' ') {
      return;
    }
    boolean closing = b == '}' || b == ']';
    if (justOpened) {
      justOpened = false;
      if (closing) {
        put(b);
        return;
      }
      depth++;
      newLine();
    }
    switch (b) {
      case '{', '[' -> {
        put(b);
        justOpened = true;
      }
      case '}', ']' -> {
        depth--;
        newLine();
        put(b);
      }
      case ',' -> {
        put(b);
        newLine();
      }
      case ':' -> {
        put(b);
        put(' ');
      }
      default -> {
        inString = b == '"';
        put(b);
      }
    }
  }

  private void newLine() throws IOException {
    put('\n');
    for (int i = 0; i < depth; i++) {
      put(' ');
      put(' ');
    }
  }

  private void put(int b) throws IOException {
    if (used == BUFFER) {
      drain();
    }
    buffer[used++] = (byte) b;
  }

  private void drain() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }

  @Override
  public void flush() throws IOException {
    drain();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    drain();
  }
}
