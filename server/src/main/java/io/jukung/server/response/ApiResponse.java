package io.jukung.server.response;

import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer that is not written yet.
 *
 * @param status the HTTP status
 * @param contentType the {@code Content-Type}; empty for none
 * @param headers further headers
 */
public record ApiResponse(int status, String contentType, List<Header> headers, Body body) {
  /** JSON. */
  public static final String JSON = "application/json";

  /** Plain text as Go's {@code http.Error} names it. */
  public static final String TEXT = "text/plain; charset=utf-8";

  /** A header. */
  public record Header(String name, String value) {}

  /** What follows the headers. */
  public sealed interface Body {
    /** All of it, here; its length goes into the headers. */
    record Fixed(Bytes bytes) implements Body {}

    /** Written while it is made; a failure in the middle cuts the connection. */
    record Streamed(Writer writer) implements Body {}

    /** No body: after status 101 the connection belongs to the user. HTTP/1.1 only. */
    record Upgraded(ConnectionUser user) implements Body {}
  }

  /** Takes a connection over. */
  @FunctionalInterface
  public interface ConnectionUser {
    /**
     * Uses the connection, on a thread of its own; when this returns the connection is closed.
     *
     * @throws IOException when the connection breaks; nobody is left to be told
     */
    void use(Duplex connection) throws IOException;

    /** Releases what was meant for the connection when it can't be had. */
    default void abandon() {}
  }

  /** Writes a body. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes all of it; {@code flush} sends what is written so far.
     *
     * @throws IOException when the client is gone or the rest can't be made
     */
    void write(OutputStream out) throws IOException;
  }

  /** Copies the list. */
  public ApiResponse {
    headers = List.copyOf(headers);
  }

  /** A body that is here. */
  public static ApiResponse of(int status, String contentType, Bytes body) {
    return new ApiResponse(status, contentType, List.of(), new Body.Fixed(body));
  }

  /** A body that is made while it is written. */
  public static ApiResponse streamed(int status, String contentType, Writer writer) {
    return new ApiResponse(status, contentType, List.of(), new Body.Streamed(writer));
  }

  /** The connection itself, after 101 with headers that name the protocol. */
  public static ApiResponse upgraded(List<Header> headers, ConnectionUser user) {
    return new ApiResponse(101, "", headers, new Body.Upgraded(user));
  }

  /** Plain text, marked against guessing of its type. */
  public static ApiResponse text(int status, String text) {
    return new ApiResponse(
        status,
        TEXT,
        List.of(new Header("X-Content-Type-Options", "nosniff")),
        new Body.Fixed(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  /** This with one more header. */
  public ApiResponse with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new ApiResponse(status, contentType, more, body);
  }
}
