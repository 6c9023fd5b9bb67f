package org.radiologytrust.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.lang.reflect.AnnotatedElement;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.radiologytrust.Rounds;
import org.radiologytrust.app.App;
import org.radiologytrust.cli.Rtl;
import org.radiologytrust.ingest.dicom.CStore;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.launch.Jvm;
import org.radiologytrust.launch.LinuxCommand;
import org.radiologytrust.peers.RealServer;
import org.radiologytrust.publish.Validator;

/**
 * The layers of the tests. {@code ./test unit} runs the tests without a tag of a layer, {@code
 * ./test quick} also those with the tags {@code integration} and {@code long}, {@code ./test} also
 * those with the tag {@code peers}. Those that also have {@code real-model} run alone: a model
 * takes all cores. This test follows the calls of each test through the test code. It fails if a
 * test needs a tag that it does not have.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestLayersTest {
  private static final String INTEGRATION = "integration";
  private static final String PEERS = "peers";
  private static final String REAL_MODEL = "real-model";
  private static final String ROUNDS = "rounds";

  /**
   * Tests whose calls do not show it: {@code rtl} starts an Orthanc to read DICOM, a script starts
   * the model server, a receiver starts Python, HAPI makes snapshots of all of FHIR, and a
   * condition names the constant of {@code ./test long}.
   */
  private static final Set<String> INDIRECT =
      Set.of(
          "BatchTest peers",
          "CommandsTest peers",
          "DemoTest peers",
          "KillOperatorTest rounds",
          "ModelJobTest real-model",
          "OruPythonTest peers",
          "Postgres14JournalTest rounds",
          "SnapshotsTest integration");

  private static final JavaClasses CLASSES =
      ArchConfiguration.withThreadLocalScope(
          configuration -> {
            // JUnit's annotations are read by reflection: no class of a library is needed
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                .withImportOption(TestLayersTest::isTestCode)
                .importPackages("org.radiologytrust");
          });

  private final Map<JavaCodeUnit, Set<JavaCodeUnit>> calls = new HashMap<>();

  /** Tests by class and method; each with what it reaches that belongs to a layer. */
  private final Map<String, Set<String>> reached = new TreeMap<>();

  private final Map<String, Set<String>> tags = new HashMap<>();

  @Test
  void everyTestHasTheTagOfItsLayer() {
    assertTrue(reached.size() > 500, "tests found: " + reached.size());
    Set<String> missing = new TreeSet<>();
    reached.forEach(
        (test, layers) -> {
          Set<String> has = tags.get(test);
          if (layers.contains(REAL_MODEL) && !has.contains(REAL_MODEL)) {
            missing.add(test + " runs a real model: @Tag(\"real-model\")");
          }
          if (layers.contains(ROUNDS) && !has.contains(ROUNDS)) {
            missing.add(test + " has rounds that only ./test long runs: @Tag(\"rounds\")");
          }
          if (layers.contains(PEERS) && !has.contains(PEERS)) {
            missing.add(test + " starts another program: @Tag(\"peers\")");
          } else if (layers.contains(INTEGRATION)
              && !has.contains(INTEGRATION)
              && !has.contains(PEERS)) {
            missing.add(
                test
                    + " starts the product, uses a socket or loads all of FHIR: @Tag(\"integration\")");
          }
        });
    assertEquals(Set.of(), missing);
  }

  @Test
  void noClassHasATagThatItsTestsDoNotNeed() {
    Map<String, Set<String>> tagged = new TreeMap<>();
    Map<String, Set<String>> needed = new TreeMap<>();
    for (String test : reached.keySet()) {
      String type = test.substring(0, test.indexOf('.'));
      tagged.computeIfAbsent(type, t -> new TreeSet<>()).addAll(tags.get(test));
      needed.computeIfAbsent(type, t -> new TreeSet<>()).addAll(reached.get(test));
    }
    Set<String> wrong = new TreeSet<>();
    tagged.forEach(
        (type, has) -> {
          for (String layer : List.of(REAL_MODEL, PEERS, INTEGRATION, ROUNDS)) {
            if (has.contains(layer) && !needed.get(type).contains(layer)) {
              wrong.add(type + " " + layer);
            }
          }
        });
    wrong.removeAll(INDIRECT);
    assertEquals(Set.of(), wrong);
  }

  private static boolean isTestCode(Location location) {
    return location.contains("/test-classes/") || location.contains("/testkit/");
  }

  @BeforeAll
  void findTests() {
    for (JavaClass type : CLASSES) {
      if (type.getModifiers().contains(JavaModifier.ABSTRACT)) {
        continue;
      }
      List<JavaMethod> tests =
          type.getAllMethods().stream().filter(TestLayersTest::isTest).toList();
      if (tests.isEmpty()) {
        continue;
      }
      Set<JavaCodeUnit> around = new LinkedHashSet<>(around(type));
      type.getAllRawSuperclasses().forEach(s -> around.addAll(around(s)));
      Set<String> ofClass = new HashSet<>(tags(type.reflect()));
      for (JavaMethod test : tests) {
        String name = type.getSimpleName() + "." + test.getName();
        Set<JavaCodeUnit> begin = new LinkedHashSet<>(around);
        begin.add(test);
        reached.computeIfAbsent(name, n -> new TreeSet<>()).addAll(layers(begin));
        tags.computeIfAbsent(name, n -> new TreeSet<>(ofClass)).addAll(tags(test.reflect()));
      }
    }
  }

  private static boolean isTest(JavaMethod method) {
    return CLASSES.contain(method.getOwner().getName())
        && AnnotationSupport.isAnnotated(method.reflect(), Testable.class);
  }

  private static List<String> tags(AnnotatedElement element) {
    return Arrays.stream(element.getAnnotationsByType(Tag.class)).map(Tag::value).toList();
  }

  /** What JUnit may run before or after each test of a class. */
  private static Set<JavaCodeUnit> around(JavaClass type) {
    Set<JavaCodeUnit> around = new LinkedHashSet<>(type.getConstructors());
    type.getStaticInitializer().ifPresent(around::add);
    if (CLASSES.contain(type.getName())) {
      type.getMethods().stream()
          .filter(m -> !isTest(m))
          .filter(m -> !m.getAnnotations().isEmpty() || m.getAccessesToSelf().isEmpty())
          .forEach(around::add);
    }
    return around;
  }

  private Set<String> layers(Set<JavaCodeUnit> begin) {
    Set<String> layers = new HashSet<>();
    Set<JavaCodeUnit> seen = new HashSet<>(begin);
    Deque<JavaCodeUnit> open = new ArrayDeque<>(begin);
    while (!open.isEmpty()) {
      JavaCodeUnit unit = open.pop();
      accesses(unit).forEach(access -> layer(access).ifPresent(layers::add));
      for (JavaCodeUnit next : calls.computeIfAbsent(unit, TestLayersTest::calls)) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return layers;
  }

  private static Optional<String> layer(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    JavaClass owner = target.getOwner();
    boolean constructor = target.getName().equals("<init>");
    if (is(owner, Rounds.class)) {
      return Optional.of(ROUNDS);
    }
    if (owner.isAssignableTo(RealServer.class)) {
      return Optional.of(REAL_MODEL);
    }
    if (is(owner, PrivateOrthanc.class, CStore.class)
        || constructor
            && is(owner, ProcessBuilder.class)
            && !is(access.getOriginOwner(), Jvm.class, LinuxCommand.class)
        || is(owner, Runtime.class) && target.getName().equals("exec")) {
      return Optional.of(PEERS);
    }
    if (is(owner, Jvm.class, Rtl.class, HttpServer.class, HttpClient.class, Validator.class)
        || is(owner, App.class) && target.getName().equals("start")
        || constructor && is(owner, Socket.class, ServerSocket.class, Server.class)) {
      return Optional.of(INTEGRATION);
    }
    return Optional.empty();
  }

  private static boolean is(JavaClass type, Class<?>... any) {
    return Arrays.stream(any).anyMatch(type::isEquivalentTo);
  }

  private static Stream<JavaAccess<?>> accesses(JavaCodeUnit unit) {
    return Stream.of(
            unit.getAccessesFromSelf(),
            unit.getMethodReferencesFromSelf(),
            unit.getConstructorReferencesFromSelf())
        .flatMap(Collection::stream)
        .map(access -> (JavaAccess<?>) access);
  }

  /** The test code that one may call, with the static initialisers of its classes. */
  private static Set<JavaCodeUnit> calls(JavaCodeUnit unit) {
    Set<JavaCodeUnit> called = new LinkedHashSet<>();
    accesses(unit)
        .filter(access -> CLASSES.contain(access.getTargetOwner().getName()))
        .forEach(
            access -> {
              JavaClass owner = access.getTargetOwner();
              owner.getStaticInitializer().ifPresent(called::add);
              access
                  .getTarget()
                  .resolveMember()
                  .filter(JavaCodeUnit.class::isInstance)
                  .map(JavaCodeUnit.class::cast)
                  .ifPresent(called::add);
              if (owner.isAnonymousClass()) {
                // its methods are called through its interface
                called.addAll(owner.getCodeUnits());
              }
            });
    return called;
  }
}
