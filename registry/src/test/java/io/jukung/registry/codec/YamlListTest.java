package io.jukung.registry.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jukung.registry.catalog.Catalog;
import io.jukung.registry.catalog.TypeSchema;
import io.jukung.registry.meta.GroupVersionKind;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list's YAML in pieces is the whole list's YAML. */
final class YamlListTest {
  private static final Types TYPES = Types.of(Catalog.load());

  @ParameterizedTest
  @CsvSource({
    "'',v1,Pod,items",
    "'',v1,ConfigMap,rows",
    "apps,v1,Deployment,items",
    "'',v1,Secret,aaa"
  })
  void piecesMakeTheWhole(String group, String version, String name, String field) {
    TypeSchema schema = TYPES.kind(new GroupVersionKind(group, version, name)).orElseThrow();
    Random random = new Random(3);
    RandomObjects objects = new RandomObjects(TYPES, random);
    CanonicalJson json = new CanonicalJson(TYPES);
    for (int size = 0; size < 30; size++) {
      ObjectNode list = JsonNodeFactory.instance.objectNode();
      list.put("kind", name + "List").put("apiVersion", "v1");
      list.putObject("metadata").put("resourceVersion", Integer.toString(size));
      ArrayNode items = list.putArray(field);
      YamlList text = YamlList.of(list.deepCopy(), field);
      StringBuilder pieces = new StringBuilder(text.head().utf8());
      pieces.append((size == 0 ? text.none() : text.begin()).utf8());
      for (int i = 0; i < size; i++) {
        ObjectNode item = json.parse(json.encode(objects.object(schema), schema));
        items.add(item);
        pieces.append(YamlList.item(item).utf8());
      }
      pieces.append(text.foot().utf8());
      assertThat(pieces.toString()).isEqualTo(new YamlCodec().encode(list).utf8());
    }
  }
}
