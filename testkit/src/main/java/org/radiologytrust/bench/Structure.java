package org.radiologytrust.bench;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shape of the code: files and lines by package, circles of packages and of classes, and the
 * largest classes.
 */
public final class Structure {
  private static final int LARGEST = 15;
  private static final String TEST_KIT = "testkit";
  private static final Map<String, Path> MODULES =
      new TreeMap<>(
          Map.of(
              "checks",
              Path.of("checks"),
              "server",
              Path.of(""),
              "lab",
              Path.of("lab"),
              TEST_KIT,
              Path.of(TEST_KIT)));

  private Structure() {}

  /** A source file and its number of lines. */
  private record Source(String module, Path file, long lines) {
    String folder() {
      return file.getParent().toString().replaceFirst("(^|.*/)src/", "").replace("/java/", " ");
    }
  }

  public static void main(String[] arguments) throws IOException {
    List<Source> sources = sources();
    System.out.println("module, folder: files, lines");
    Map<String, List<Source>> folders =
        sources.stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.module() + " " + s.folder(), TreeMap::new, Collectors.toList()));
    folders.forEach(
        (name, all) -> System.out.println(name + ": " + all.size() + ", " + lines(all)));
    System.out.println("all: " + sources.size() + ", " + lines(sources));
    System.out.println();
    Map<String, Set<String>> classes = references();
    circles("classes", classes);
    circles("packages", byPackage(classes));
    System.out.println("largest:");
    sources.stream()
        .sorted(Comparator.comparing(Source::lines).reversed())
        .limit(LARGEST)
        .forEach(s -> System.out.println("  " + s.lines() + " " + s.file()));
  }

  private static long lines(List<Source> sources) {
    return sources.stream().mapToLong(Source::lines).sum();
  }

  private static List<Source> sources() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Map.Entry<String, Path> module : MODULES.entrySet()) {
      try (Stream<Path> files = Files.walk(module.getValue().resolve("src"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          try (Stream<String> lines = Files.lines(file)) {
            sources.add(new Source(module.getKey(), file, lines.count()));
          }
        }
      }
    }
    return sources;
  }

  /** Which outermost classes each outermost class uses. */
  private static Map<String, Set<String>> references() {
    Map<String, Set<String>> uses = new TreeMap<>();
    // the test kit has classes in the packages that they test, which is no circle
    List<Path> compiled =
        MODULES.entrySet().stream()
            .filter(module -> !module.getKey().equals(TEST_KIT))
            .map(module -> module.getValue().resolve("target/classes"))
            .toList();
    for (JavaClass type : new ClassFileImporter().importPaths(compiled)) {
      Set<String> used = uses.computeIfAbsent(outermost(type), t -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> outermost(dependency.getTargetClass()))
          .filter(name -> name.startsWith("org.radiologytrust."))
          .filter(name -> !name.equals(outermost(type)))
          .forEach(used::add);
    }
    return uses;
  }

  private static String outermost(JavaClass type) {
    return type.getBaseComponentType().getName().replaceFirst("\\$.*", "");
  }

  private static Map<String, Set<String>> byPackage(Map<String, Set<String>> classes) {
    Function<String, String> folder = name -> name.substring(0, name.lastIndexOf('.'));
    Map<String, Set<String>> uses = new TreeMap<>();
    classes.forEach(
        (name, used) -> {
          Set<String> all = uses.computeIfAbsent(folder.apply(name), f -> new TreeSet<>());
          used.stream().map(folder).filter(f -> !f.equals(folder.apply(name))).forEach(all::add);
        });
    return uses;
  }

  private static void circles(String what, Map<String, Set<String>> uses) {
    List<Set<String>> circles = new Circles(uses).all();
    System.out.println("circles of " + what + ": " + circles.size());
    circles.forEach(
        circle ->
            System.out.println(
                "  "
                    + circle.size()
                    + ": "
                    + String.join(" ", circle).replace("org.radiologytrust.", "")));
    System.out.println();
  }

  /** Tarjan's strongly connected components with more than one member. */
  private static final class Circles {
    private final Map<String, Set<String>> uses;
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> found = new ArrayList<>();

    Circles(Map<String, Set<String>> uses) {
      this.uses = uses;
    }

    List<Set<String>> all() {
      uses.keySet().stream().filter(name -> !index.containsKey(name)).forEach(this::visit);
      return found;
    }

    private void visit(String name) {
      index.put(name, index.size());
      low.put(name, index.get(name));
      open.push(name);
      for (String used : uses.getOrDefault(name, Set.of())) {
        if (!index.containsKey(used)) {
          visit(used);
          low.merge(name, low.get(used), Math::min);
        } else if (open.contains(used)) {
          low.merge(name, index.get(used), Math::min);
        }
      }
      if (low.get(name).equals(index.get(name))) {
        Set<String> circle = new TreeSet<>();
        String member;
        do {
          member = open.pop();
          circle.add(member);
        } while (!member.equals(name));
        if (circle.size() > 1) {
          found.add(circle);
        }
      }
    }
  }
}
