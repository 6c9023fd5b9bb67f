package org.radiologytrust.ops.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.runtime.Faults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a route file again when it changes while the product runs, stops the routes of a file that
 * is removed, and knows which routes do not run since then and why.
 *
 * <p>A file that cannot be read leaves its earlier routes running. So does one with a route that
 * another file has: Camel would put it in place of the other one. A route that can be read but not
 * started has no earlier one left: Camel removes that first.
 */
public final class RouteFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

  /** Editors write a file in several steps: it is read when it has not changed for this long. */
  private static final long PAUSE_MILLIS = 100;

  private static final int MOST_PAUSES = 50;

  private static final long EVERY_MILLIS = 1000;

  /** Many times what all shipped files have together. */
  private static final long LARGEST_BYTES = 1 << 20;

  private final CamelContext context;
  private final List<String> wanted;
  private final Map<Path, String> loaded = new HashMap<>();
  private final Map<Path, Fault> faults = new TreeMap<>();

  /** Files with a route that another file has. They are loaded when that one no longer has it. */
  private final Set<Path> doubled = new TreeSet<>();

  private final FolderChanges changes;
  private boolean failing;

  /** Routes that are being loaded again; for a moment they do not exist. */
  private volatile Set<String> loading = Set.of();

  /** Routes that were stopped because they are in no file any more, with the file's name. */
  private final Map<String, String> removed = new TreeMap<>();

  /**
   * Why a file could not be loaded.
   *
   * @param routes ids of the routes that it had or should have
   * @param reason may be shown to anybody
   */
  private record Fault(Set<String> routes, String reason) {}

  private RouteFiles(CamelContext context, FolderChanges changes) {
    this.context = context;
    this.changes = changes;
    this.wanted = context.getRoutes().stream().map(Route::getRouteId).toList();
  }

  /**
   * Watches the folder until Camel stops.
   *
   * @param context has started
   * @param folder of the route files
   * @throws IOException when the folder cannot be read
   */
  public static RouteFiles watch(CamelContext context, Path folder) throws IOException {
    RouteFiles files = new RouteFiles(context, new FolderChanges(folder));
    for (Path file : files.changes.files()) {
      files.loaded.put(file, Files.readString(file));
    }
    context
        .getExecutorServiceManager()
        .newSingleThreadScheduledExecutor(files, "route-files")
        .scheduleWithFixedDelay(files::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return files;
  }

  private void look() {
    List<Path> now;
    try {
      now = changes.next();
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.error("the folder of the routes cannot be read: {}", Faults.ofFile(e));
        failing = true;
      }
      return;
    }
    Set<Path> due = new LinkedHashSet<>(now);
    doubled.stream().filter(this::isNoLongerDoubled).forEach(due::add);
    for (Path file : due) {
      try {
        changed(file);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        // an exception would end the looks
        LOG.error("route file {}: {}", file.getFileName(), e.getClass().getName());
      }
    }
  }

  private boolean isNoLongerDoubled(Path file) {
    try {
      String content = text(file);
      return content == null || elsewhere(file, content).isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  /** Broken while a route does not run since its file changed; the message says which and why. */
  public SelfCheck check() {
    return SelfCheck.health("routes", this::state);
  }

  private void changed(Path file) throws Exception {
    doubled.remove(file);
    String content;
    try {
      content = settled(file);
    } catch (IOException e) {
      refuse(file, "it cannot be read, or is no file of at most " + LARGEST_BYTES + " bytes");
      return;
    }
    if (content == null) {
      remove(file);
    } else if (!isLoaded(file, content)) {
      load(file, content);
    }
  }

  /** Whether its routes run already. A change of a comment interrupts none. */
  private synchronized boolean isLoaded(Path file, String content) {
    String before = loaded.get(file);
    if (before == null || !content.equals(before) && !RouteIds.same(content, before)) {
      return false;
    }
    loaded.put(file, content);
    return true;
  }

  /**
   * The file's text when it does not change any more, {@code null} when there is no file.
   *
   * @throws IOException when it cannot be read, is no ordinary file or too large
   */
  private static @Nullable String settled(Path file) throws IOException, InterruptedException {
    String before = text(file);
    for (int i = 0; i < MOST_PAUSES; i++) {
      Thread.sleep(PAUSE_MILLIS);
      String now = text(file);
      if (Objects.equals(before, now)) {
        return now;
      }
      before = now;
    }
    return before;
  }

  private static @Nullable String text(Path file) throws IOException {
    try {
      if (!Files.exists(file)) {
        return null;
      }
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
        throw new IOException("no file of at most " + LARGEST_BYTES + " bytes");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Another file that has a route of this one, with the route. */
  private Optional<String> elsewhere(Path file, String content) {
    for (String id : RouteIds.of(content)) {
      Route route = context.getRoute(id);
      Optional<Path> other = Optional.ofNullable(route).flatMap(RouteFiles::file);
      // a route of a renamed file still names the old file, which is gone
      if (route != null
          && !other.equals(Optional.of(file))
          && other.map(Files::exists).orElse(true)) {
        return Optional.of(
            other.map(o -> o.getFileName().toString()).orElse("the product")
                + " has a route of the id "
                + id
                + " too: change one of them");
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> file(Route route) {
    return Optional.ofNullable(route.getSourceResource())
        .map(source -> key(Path.of(source.getURI())));
  }

  private void refuse(Path file, String reason) {
    // a large file is still being written at many looks
    if (failed(file, new Fault(new LinkedHashSet<>(routesOf(file)), reason))) {
      LOG.error("route file {} was not loaded: {}", file.getFileName(), reason);
    }
  }

  private void load(Path file, String content) {
    Set<String> before = new LinkedHashSet<>(routesOf(file));
    Optional<String> elsewhere = elsewhere(file, content);
    if (elsewhere.isPresent()) {
      doubled.add(file);
      refuse(file, elsewhere.get());
      return;
    }
    loading = Set.copyOf(before);
    try {
      Resource resource = PluginHelper.getResourceLoader(context).resolveResource("file:" + file);
      Set<String> now = PluginHelper.getRoutesLoader(context).updateRoutes(List.of(resource));
      before.removeAll(now);
      stop(before);
      loaded(file, content, now, before);
      LOG.info(
          "route file {} was loaded: {}{}",
          file.getFileName(),
          now.isEmpty() ? "it has no route" : "routes " + String.join(", ", now),
          before.isEmpty() ? "" : "; stopped: " + String.join(", ", before));
    } catch (Exception | StackOverflowError e) {
      before.addAll(routesOf(file));
      RouteFault.routeId(e).ifPresent(before::add);
      failed(file, new Fault(before, RouteFault.reason(e)));
      List<String> gone = notRunning(before);
      LOG.error(
          "route file {} was not loaded{}: {}: {}: {}",
          file.getFileName(),
          gone.isEmpty() ? "" : ", not running: " + String.join(", ", gone),
          RouteFault.reason(e),
          RouteFault.cause(e).getClass().getSimpleName(),
          RouteFault.text(e));
    } finally {
      loading = Set.of();
    }
  }

  private synchronized void loaded(
      Path file, String content, Set<String> routes, Set<String> stopped) {
    loaded.put(file, content);
    faults.remove(file);
    removed.keySet().removeAll(routes);
    stopped.forEach(id -> removed.put(id, file.getFileName().toString()));
  }

  /** Whether it failed otherwise before, or not at all. */
  private synchronized boolean failed(Path file, Fault fault) {
    loaded.remove(file);
    return !fault.equals(faults.put(file, fault));
  }

  private void remove(Path file) throws Exception {
    List<String> routes = routesOf(file);
    stop(routes);
    if (forget(file, routes)) {
      LOG.warn(
          "route file {} was removed: {}",
          file.getFileName(),
          routes.isEmpty() ? "it had no route" : "stopped " + String.join(", ", routes));
    }
  }

  /** Whether the file was known: the watcher may report a removal twice. */
  private synchronized boolean forget(Path file, List<String> routes) {
    boolean known = loaded.remove(file) != null;
    known |= faults.remove(file) != null;
    routes.forEach(id -> removed.put(id, file.getFileName().toString()));
    return known;
  }

  private void stop(Collection<String> routes) throws Exception {
    for (String id : routes) {
      context.getRouteController().stopRoute(id);
      context.removeRoute(id);
    }
  }

  private List<String> routesOf(Path file) {
    return context.getRoutes().stream()
        .filter(route -> file(route).equals(Optional.of(file)))
        .map(Route::getRouteId)
        .toList();
  }

  private static Path key(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private synchronized SelfCheckResult state() {
    List<String> broken = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    Set<String> explained = new LinkedHashSet<>(removed.keySet());
    faults.forEach(
        (file, fault) -> {
          List<String> gone = notRunning(fault.routes);
          explained.addAll(gone);
          String name = file.getFileName().toString();
          if (!gone.isEmpty()) {
            broken.add(
                "not running: "
                    + String.join(", ", gone)
                    + " ("
                    + name
                    + ": "
                    + fault.reason
                    + ")");
          } else if (fault.routes.isEmpty()) {
            // all routes that ran before still run
            warnings.add(name + " was not loaded, none of its routes runs (" + fault.reason + ")");
          } else {
            warnings.add(name + " was not loaded, its earlier routes run (" + fault.reason + ")");
          }
        });
    removed.forEach((id, file) -> warnings.add(id + " was stopped: it is no longer in " + file));
    List<String> gone =
        wanted.stream()
            .filter(id -> context.getRoute(id) == null)
            .filter(id -> !explained.contains(id) && !loading.contains(id))
            .toList();
    if (!gone.isEmpty()) {
      broken.add("not running: " + String.join(", ", gone) + " (removed while rtl ran: restart)");
    }
    if (!broken.isEmpty()) {
      return SelfCheckResult.broken("routes", String.join("; ", broken));
    }
    return warnings.isEmpty()
        ? SelfCheckResult.ok("routes", "")
        : new SelfCheckResult("routes", SelfCheckResult.State.WARNING, String.join("; ", warnings));
  }

  private List<String> notRunning(Collection<String> routes) {
    return routes.stream()
        .filter(
            id ->
                Optional.ofNullable(context.getRouteController().getRouteStatus(id))
                    .map(status -> !status.isStarted() && !status.isSuspended())
                    .orElse(true))
        .sorted()
        .toList();
  }
}
