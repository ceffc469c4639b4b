package io.jukung.server.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.codec.YamlList;
import io.jukung.registry.store.ListResult;
import io.jukung.registry.store.StoredObject;
import io.jukung.storage.Bytes;
import java.io.IOException;
import java.io.OutputStream;

/** A text form of a list, written piece by piece. Made for one answer, used by one thread. */
sealed interface ListEncoding {
  /** What comes before the items. */
  void head(OutputStream out) throws IOException;

  /** One item. */
  void item(StoredObject object, boolean first, OutputStream out) throws IOException;

  /** What comes behind the items, with {@code none} when there were none. */
  void foot(boolean none, OutputStream out) throws IOException;

  /** Compact JSON with a line feed. The items' bytes are written as they are. */
  record Json(ListBody body, ListResult list) implements ListEncoding {
    @Override
    public void head(OutputStream out) throws IOException {
      out.write(body.head(list).array());
    }

    @Override
    public void item(StoredObject object, boolean first, OutputStream out) throws IOException {
      out.write(body.between(first));
      byte[] item = body.item(object).array();
      out.write(item, body.itemOffset(), item.length - body.itemOffset());
    }

    @Override
    public void foot(boolean none, OutputStream out) throws IOException {
      out.write(body.foot().array());
      out.write('\n');
    }
  }

  /** YAML with sorted keys, so that fields of the list stand in front of and behind its items. */
  final class Yaml implements ListEncoding {
    private final ListBody body;
    private final Transcoder transcoder;
    private final YamlList text;

    Yaml(ListBody body, ListResult list, Transcoder transcoder) {
      this.body = body;
      this.transcoder = transcoder;
      ObjectNode frame = transcoder.tree(Bytes.utf8(body.head(list).utf8() + body.foot().utf8()));
      this.text = YamlList.of(frame, body.itemsField());
    }

    @Override
    public void head(OutputStream out) throws IOException {
      out.write(text.head().array());
    }

    @Override
    public void item(StoredObject object, boolean first, OutputStream out) throws IOException {
      if (first) {
        out.write(text.begin().array());
      }
      out.write(YamlList.item(transcoder.tree(body.whole(object))).array());
    }

    @Override
    public void foot(boolean none, OutputStream out) throws IOException {
      if (none) {
        out.write(text.none().array());
      }
      out.write(text.foot().array());
    }
  }
}
