package org.radiologytrust.ops;

import java.io.IOException;
import java.nio.file.Files;
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
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a route file again when it changes while the product runs, stops the routes of a file that
 * is removed, and knows which routes do not run since then and why.
 *
 * <p>A file that cannot be read leaves its earlier routes running. A route that can be read but not
 * started has no earlier one left: Camel removes that first.
 */
public final class RouteFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

  /** Editors write a file in several steps: it is read when it has not changed for this long. */
  private static final long PAUSE_MILLIS = 100;

  private static final int MOST_PAUSES = 50;

  private final CamelContext context;
  private final List<String> wanted;
  private final Map<Path, String> loaded = new HashMap<>();
  private final Map<Path, Fault> faults = new TreeMap<>();

  /** Routes that were stopped because they are in no file any more, with the file's name. */
  private final Map<String, String> removed = new TreeMap<>();

  /**
   * Why a file could not be loaded.
   *
   * @param routes ids of the routes that it had or should have
   * @param reason may be shown to anybody
   */
  private record Fault(Set<String> routes, String reason) {}

  private RouteFiles(CamelContext context) {
    this.context = context;
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
    RouteFiles files = new RouteFiles(context);
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        files.loaded.put(key(file), Files.readString(file));
      }
    }
    RouteWatcherReloadStrategy watcher = new RouteWatcherReloadStrategy(folder.toString());
    watcher.setPattern("*.yaml");
    watcher.setResourceReload((name, resource) -> files.changed(Path.of(name), resource));
    try {
      context.addService(watcher);
    } catch (Exception e) {
      throw new IOException("the folder of the routes cannot be watched", e);
    }
    return files;
  }

  /** Broken while a route does not run since its file changed; the message says which and why. */
  public SelfCheck check() {
    return SelfCheck.health("routes", this::state);
  }

  private void changed(Path name, Resource resource) throws Exception {
    Path file = key(name);
    String content = settled(file);
    if (content == null) {
      remove(file);
    } else if (!content.equals(loadedContent(file))) {
      load(file, content, resource);
    }
  }

  private synchronized @Nullable String loadedContent(Path file) {
    return loaded.get(file);
  }

  /**
   * The file's text when it does not change any more, {@code null} when there is no file.
   *
   * @throws IOException when it cannot be read
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
    return Files.exists(file) ? Files.readString(file) : null;
  }

  private void load(Path file, String content, Resource resource) throws Exception {
    Set<String> before = new LinkedHashSet<>(routesOf(file));
    try {
      Set<String> now = PluginHelper.getRoutesLoader(context).updateRoutes(List.of(resource));
      before.removeAll(now);
      stop(before);
      loaded(file, content, now, before);
      LOG.info(
          "route file {} was loaded: {}{}",
          file.getFileName(),
          now.isEmpty() ? "it has no route" : "routes " + String.join(", ", now),
          before.isEmpty() ? "" : "; stopped: " + String.join(", ", before));
    } catch (Exception e) {
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
      throw e;
    }
  }

  private synchronized void loaded(
      Path file, String content, Set<String> routes, Set<String> stopped) {
    loaded.put(file, content);
    faults.remove(file);
    removed.keySet().removeAll(routes);
    stopped.forEach(id -> removed.put(id, file.getFileName().toString()));
  }

  private synchronized void failed(Path file, Fault fault) {
    loaded.remove(file);
    faults.put(file, fault);
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
        .filter(
            route ->
                route.getSourceResource() != null
                    && file.equals(key(Path.of(route.getSourceResource().getURI()))))
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
            broken.add(name + " was not loaded, none of its routes runs (" + fault.reason + ")");
          } else {
            warnings.add(name + " was not loaded, its earlier routes run (" + fault.reason + ")");
          }
        });
    removed.forEach((id, file) -> warnings.add(id + " was stopped: it is no longer in " + file));
    List<String> gone =
        wanted.stream()
            .filter(id -> context.getRoute(id) == null && !explained.contains(id))
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
