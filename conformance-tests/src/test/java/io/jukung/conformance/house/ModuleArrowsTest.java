package io.jukung.conformance.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dependencies point one way; docs/ARCHITECTURE.md draws the arrows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModuleArrowsTest {
  private static final String ROOT = "io.jukung.";

  /** Each room, and the rooms it may see besides itself. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("storage", Set.of()),
          Map.entry("raftstore", Set.of("storage")),
          Map.entry("registry", Set.of("storage")),
          Map.entry("admission", Set.of("registry", "storage")),
          Map.entry("server", Set.of("admission", "registry", "storage")),
          Map.entry("controllers", Set.of()),
          Map.entry("scheduler", Set.of()),
          Map.entry("node", Set.of()),
          Map.entry("bench", Set.of()),
          Map.entry(
              "cli",
              Set.of(
                  "storage",
                  "raftstore",
                  "registry",
                  "admission",
                  "server",
                  "controllers",
                  "scheduler",
                  "node")));

  private JavaClasses imported = new ClassFileImporter().importClasses();

  @BeforeAll
  void importEverything() {
    imported =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.jukung");
  }

  static Set<String> rooms() {
    return ARROWS.keySet();
  }

  @Test
  void everyClassIsInARoomOfTheDrawing() {
    Map<String, Integer> counts = new HashMap<>();
    for (JavaClass type : imported) {
      counts.merge(room(type), 1, Integer::sum);
    }
    counts.remove("conformance");
    assertThat(counts).containsKeys("storage", "registry", "bench", "cli");
    assertThat(ARROWS.keySet()).containsAll(counts.keySet());
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomSeesOnlyTheRoomsItsArrowsReach(String room) {
    Set<String> seen = ARROWS.getOrDefault(room, Set.of());
    classes()
        .that(describe("stand in " + room, type -> room(type).equals(room)))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "stand in " + room + " or " + seen + " or are libraries",
                type ->
                    !type.getPackageName().startsWith(ROOT)
                        || room(type).equals(room)
                        || seen.contains(room(type))))
        .allowEmptyShould(true)
        .check(imported);
  }

  @Test
  void noStaticFieldChanges() {
    fields()
        .that(
            describe(
                "are static and written by hand",
                (JavaField field) ->
                    field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && !generated(field.getOwner())))
        .should()
        .beFinal()
        .andShould()
        .notHaveRawType(
            describe(
                "types made to be changed",
                type ->
                    type.getPackageName().startsWith("java.util.concurrent")
                        || MUTABLE.contains(type.getName())))
        .check(imported);
  }

  private static final Set<String> MUTABLE =
      Set.of(
          "java.util.ArrayList",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.LinkedHashMap",
          "java.util.TreeMap",
          "java.lang.ThreadLocal",
          "java.lang.StringBuilder",
          "java.util.Random");

  private static boolean generated(JavaClass type) {
    return type.isAssignableTo("com.google.protobuf.GeneratedMessage")
        || type.getName().contains(".generated.");
  }

  private static String room(JavaClass type) {
    String rest = type.getPackageName().replaceFirst("^io\\.jukung\\.?", "");
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
