package io.jukung.registry.store;

import static io.jukung.registry.store.RegistryFixture.all;
import static io.jukung.registry.store.RegistryFixture.configMap;
import static io.jukung.registry.store.RegistryFixture.items;
import static io.jukung.registry.store.RegistryFixture.make;
import static io.jukung.registry.store.RegistryFixture.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jukung.registry.selector.FieldSelector;
import io.jukung.registry.selector.LabelSelector;
import io.jukung.registry.status.StatusException;
import io.jukung.storage.Bytes;
import io.jukung.storage.Txn;
import io.jukung.storage.memory.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists: pages at one snapshot, selectors, and what is said of revisions that can't be had. */
class ListTest {
  private final RegistryFixture fixture = new RegistryFixture();
  private final ResourceStore store = fixture.configMaps();

  @AfterEach
  void close() {
    fixture.close();
  }

  private void makeMany(String namespace, int count) {
    for (int i = 0; i < count; i++) {
      var object = configMap(String.format("n%03d", i));
      object.withObject("/metadata/labels").put("parity", i % 2 == 0 ? "even" : "odd");
      make(store, namespace, object);
    }
  }

  /** A cache that lags behind may still have an old state, and then gives it. */
  private void letTheCacheCatchUp() {
    store.list(all("")).close();
  }

  private static ListOptions page(ListOptions base, long limit, String token) {
    return new ListOptions(base.namespace(), base.labels(), base.fields(), limit, token, "", "");
  }

  private static ListOptions at(String resourceVersion, String match, long limit) {
    return new ListOptions(
        "a", LabelSelector.EVERYTHING, FieldSelector.EVERYTHING, limit, "", resourceVersion, match);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 24, 25, 26, 100})
  void pagesTogetherAreTheStateOfTheFirst(int limit) {
    makeMany("a", 25);
    makeMany("b", 3);
    List<String> expected = names(store.list(all("a")));
    List<String> seen = new ArrayList<>();
    ListResult page = store.list(page(all("a"), limit, ""));
    long revision = page.revision();
    while (true) {
      seen.addAll(names(page));
      assertThat(page.revision()).isEqualTo(revision);
      if (page.continueToken().isEmpty()) {
        assertThat(page.remainingItemCount()).isEmpty();
        break;
      }
      assertThat(page.remainingItemCount()).hasValue(expected.size() - seen.size());
      // What happens between two pages must not show.
      make(store, "a", configMap("z" + seen.size()));
      if (seen.size() + 1 < expected.size()) {
        RegistryFixture.delete(store, "a", expected.get(seen.size()));
      }
      page = store.list(page(all("a"), limit, page.continueToken()));
    }
    assertThat(seen).isEqualTo(expected);
  }

  /** An etcd may be others', too, and their changes come with revisions. */
  @Test
  void listsAreAsNewAsWhatIsWrittenBesideObjects() {
    makeMany("a", 1);
    Bytes key = Bytes.utf8("/others/key");
    long written = fixture.store.txn(Txn.putIf(key, 0, Bytes.utf8("value"), 0)).revision();
    assertThat(store.list(all("a")).revision()).isEqualTo(written);
    assertThat(names(store.list(at(String.valueOf(written), "NotOlderThan", 0))))
        .containsExactly("n000");
    assertThat(names(store.list(at(String.valueOf(written), "Exact", 0)))).containsExactly("n000");
  }

  @Test
  void continueTokensLookLikeUpstreams() {
    makeMany("a", 2);
    ListResult inNamespace = store.list(page(all("a"), 1, ""));
    assertThat(decoded(inNamespace.continueToken()))
        .isEqualTo(
            "{\"v\":\"meta.k8s.io/v1\",\"rv\":"
                + inNamespace.revision()
                + ",\"start\":\"/n000\\u0000\"}");
    ListResult inAll = store.list(page(all(""), 1, ""));
    assertThat(decoded(inAll.continueToken())).contains("\"start\":\"/a/n000\\u0000\"");
  }

  private static String decoded(String token) {
    return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
  }

  @Test
  void selectorsSelect() {
    makeMany("a", 10);
    makeMany("b", 4);
    ListOptions odd =
        new ListOptions(
            "", LabelSelector.parse("parity=odd"), FieldSelector.EVERYTHING, 3, "", "", "");
    ListResult page = store.list(odd);
    assertThat(names(page)).containsExactly("n001", "n003", "n005");
    assertThat(page.remainingItemCount()).isEmpty();
    assertThat(names(store.list(page(odd, 0, page.continueToken()))))
        .containsExactly("n007", "n009", "n001", "n003");

    ListOptions one =
        new ListOptions(
            "", LabelSelector.EVERYTHING, FieldSelector.parse("metadata.name=n002"), 0, "", "", "");
    assertThat(items(store.list(one)).stream().map(StoredObject::namespace))
        .containsExactly("a", "b");
    ListOptions namespace =
        new ListOptions(
            "",
            LabelSelector.EVERYTHING,
            FieldSelector.parse("metadata.namespace=b,metadata.name!=n002"),
            0,
            "",
            "",
            "");
    assertThat(items(store.list(namespace)).stream().map(StoredObject::toString))
        .hasSize(3)
        .allMatch(name -> name.startsWith("b/"));
  }

  @Test
  void oldRevisionsAreReadExactly() {
    List<Long> revisions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      revisions.add(make(store, "a", configMap("n" + i)).revision());
    }
    for (int i = 0; i < 5; i++) {
      ListResult list = store.list(at(Long.toString(revisions.get(i)), "Exact", 0));
      assertThat(list.revision()).isEqualTo(revisions.get(i));
      assertThat(names(list)).hasSize(i + 1);
      assertThat(names(store.list(at(Long.toString(revisions.get(i)), "", 100)))).hasSize(i + 1);
      assertThat(names(store.list(at(Long.toString(revisions.get(i)), "", 0))))
          .as("anything not older")
          .hasSizeBetween(i + 1, 5);
    }
  }

  @Test
  void theLimitIsIgnoredAtRevisionZero() {
    makeMany("a", 5);
    letTheCacheCatchUp();
    ListResult list = store.list(at("0", "", 2));
    assertThat(list.continueToken()).isEmpty();
    assertThat(names(list)).hasSize(5);
  }

  @Test
  void compactedRevisionsAreGone() {
    makeMany("a", 3);
    ListResult first = store.list(page(all("a"), 1, ""));
    makeMany("b", 3);
    RegistryFixture.delete(store, "a", "n002");
    letTheCacheCatchUp();
    fixture.store.compact(fixture.store.revision());
    StatusException list =
        catchThrowableOfType(StatusException.class, () -> store.list(at("2", "Exact", 0)));
    assertThat(list.code()).isEqualTo(410);
    assertThat(list.reason()).isEqualTo("Expired");
    assertThat(list.text()).isEqualTo("The resourceVersion for the provided list is too old.");
    StatusException next =
        catchThrowableOfType(
            StatusException.class, () -> store.list(page(all("a"), 1, first.continueToken())));
    assertThat(next.code()).isEqualTo(410);
    assertThat(next.text()).startsWith("The provided continue parameter is too old to display");
    assertThat(names(store.list(page(all("a"), 0, next.continueToken())))).containsExactly("n001");
  }

  /** Upstream's e2e suite waits for the end of a token while nothing changes in its namespace. */
  @Test
  void aCompactedRevisionIsGoneThoughNothingChangedSince() {
    makeMany("a", 3);
    ListResult first = store.list(page(all("a"), 1, ""));
    assertThat(names(store.list(page(all("a"), 1, first.continueToken())))).hasSize(1);
    RegistryFixture.make(
        fixture.of("", "v1", "namespaces"),
        "",
        RegistryFixture.json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'other'}}"));
    letTheCacheCatchUp();
    fixture.store.compact(fixture.store.revision());
    StatusException next =
        catchThrowableOfType(
            StatusException.class, () -> store.list(page(all("a"), 1, first.continueToken())));
    assertThat(next.code()).isEqualTo(410);
    assertThat(names(store.list(page(all("a"), 0, next.continueToken())))).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x||400|invalid resource version: resourceVersion: Invalid value: \"x\": strconv.ParseUint:"
            + " parsing \"x\": invalid syntax",
        "99999999|Exact|504|Timeout: Too large resource version: 99999999, current: 1",
        "99999999||504|Timeout: Too large resource version: 99999999, current: 1",
        "0|Exact|422|ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
            + " resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
        "``|Foo|422|ListOptions.meta.k8s.io \"\" is invalid: [resourceVersionMatch: Forbidden:"
            + " resourceVersionMatch is forbidden unless resourceVersion is provided,"
            + " resourceVersionMatch: Unsupported value: \"Foo\": supported values: \"Exact\","
            + " \"NotOlderThan\", \"\"]"
      })
  void badRevisionsAreRefused(String version, String match, int code, String message) {
    RegistryConfig impatient =
        new RegistryConfig(
            1 << 20, 10, 1 << 20, Duration.ofMinutes(1), Duration.ofMillis(20), 1000, 1 << 20);
    try (RegistryFixture hurried = new RegistryFixture(impatient, InMemoryStore.open())) {
      ResourceStore configMaps = hurried.configMaps();
      StatusException refusal =
          catchThrowableOfType(
              StatusException.class,
              () -> configMaps.list(at(version, match == null ? "" : match, 0)));
      assertThat(refusal.code()).isEqualTo(code);
      assertThat(refusal.text()).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "abc|invalid continue token: continue key is not valid: invalid character 'i' looking for"
            + " beginning of value",
        "{\"v\":\"meta.k8s.io/v1\",\"rv\":0,\"start\":\"a\"}|invalid continue token: continue key"
            + " is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)",
        "{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"\"}|invalid continue token: continue key is"
            + " not valid: encoded start key empty (version meta.k8s.io/v1)",
        "{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"../x\"}|invalid continue token: continue"
            + " key is not valid: ../x",
        "{\"v\":\"v7\",\"rv\":1,\"start\":\"x\"}|invalid continue token: continue key is not valid:"
            + " server does not recognize this encoded version v7"
      })
  void badTokensAreRefused(String content, String message) {
    String token =
        content.startsWith("{")
            ? Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(content.getBytes(StandardCharsets.UTF_8))
            : content;
    StatusException refusal =
        catchThrowableOfType(StatusException.class, () -> store.list(page(all("a"), 0, token)));
    assertThat(refusal.code()).isEqualTo(400);
    assertThat(refusal.text()).isEqualTo(message);
  }
}
