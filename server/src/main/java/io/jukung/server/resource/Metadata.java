package io.jukung.server.resource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads single values of an object's metadata without making its tree. */
final class Metadata {
  private static final JsonFactory JSON = new JsonFactory();

  private Metadata() {}

  /** The uid; empty when there is none. */
  static String uid(Bytes object) {
    try (JsonParser parser = JSON.createParser(object.array())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean metadata = parser.currentName().equals("metadata");
        parser.nextToken();
        if (!metadata) {
          parser.skipChildren();
          continue;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean uid = parser.currentName().equals("uid");
          parser.nextToken();
          if (uid) {
            return parser.getText();
          }
          parser.skipChildren();
        }
        return "";
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("stored object is not JSON", e);
    }
  }
}
