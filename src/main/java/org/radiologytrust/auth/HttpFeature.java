package org.radiologytrust.auth;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.auth.login.Authentication;
import org.radiologytrust.auth.login.BrowserSessions;
import org.radiologytrust.auth.login.LoginState;
import org.radiologytrust.auth.login.OneTimeLinks;
import org.radiologytrust.auth.login.PageDoor;
import org.radiologytrust.auth.users.TrialReaders;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.feature.ConnectionPlaces;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.session.Logins;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP servers, with their limits and their logins. */
public final class HttpFeature implements Feature {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFeature.class);
  private static final String USERS = "users";

  /** Camel uses the only Vert.x in its registry; with two, it would create its own, without TLS. */
  private static final String VERTX = "vertx";

  private static final int CLOSING_SECONDS = 10;

  private final HttpSettings settings;
  private final AuthSettings logins;
  private final Path home;
  private final boolean shared;
  private final BiFunction<Vertx, Host, Vertx> tls;
  private final TrialReaders readers;
  private final ClinicianCheck clinician;
  private AutoCloseable opened = () -> {};
  private @Nullable GuardedServers servers;
  private @Nullable BrowserSessions sessions;
  private @Nullable PageDoor pages;

  /**
   * @param home the folder of the users file
   * @param shared whether the users are in the database of all nodes instead
   * @param tls wraps the Vert.x so that its servers speak TLS, where TLS is configured
   * @throws Settings.Wrong when a value is invalid
   */
  public HttpFeature(
      Settings settings, Path home, boolean shared, BiFunction<Vertx, Host, Vertx> tls) {
    this.settings = HttpSettings.of(settings);
    this.logins = new AuthSettings(settings);
    String onDuty = Pilot.of(settings).clinician();
    this.readers = new TrialReaders(onDuty);
    this.clinician = new ClinicianCheck(onDuty);
    this.home = home;
    this.shared = shared;
    this.tls = tls;
  }

  @Override
  public List<SelfCheck> checks() {
    return Stream.of(
            List.of(SelfCheck.required(USERS, this::users)),
            clinician.checks(home, shared),
            logins.checks())
        .flatMap(List::stream)
        .toList();
  }

  private SelfCheckResult users() {
    if (shared) {
      return SelfCheckResult.ok(USERS, "in the journal's database");
    }
    try {
      int users = UsersFile.in(home).read().size();
      return SelfCheckResult.ok(
          USERS,
          users == 0
              ? "none yet: the first start creates the user operator"
              : users + " can log in");
    } catch (IOException e) {
      return SelfCheckResult.broken(USERS, e.getMessage() + ": correct the file, or remove it");
    }
  }

  @Override
  public void bind(Host host) {
    try {
      Clock clock = host.journal().clock();
      LoginState state = logins.state(home, host.journal().shared(), clock);
      clinician.bind(state.users());
      Authentication authentication = logins.open(state, host.meters());
      Vertx vertx = new BoundedVertx(places(host), settings.headerTime(), settings.idle());
      opened = () -> close(vertx, authentication, state);
      sessions = new BrowserSessions(authentication, logins.sessions(), clock, state, readers);
      pages = new PageDoor(sessions);
      servers =
          new GuardedServers(
              authentication, new BodyAdmission(settings.maxBody(), settings.bodyTime()), pages);
      host.camel().getRegistry().bind(VERTX, Vertx.class, tls.apply(vertx, host));
      host.bind("httpServers", servers);
    } catch (IOException e) {
      throw new Settings.Wrong("rtl.home: " + e.getMessage());
    }
  }

  /** Each server has its own, so a crowd at one port keeps nobody out at the other. */
  private IntFunction<ConnectionPlaces> places(Host host) {
    ConnectionPlaces http = settings.places("http");
    ConnectionPlaces management = settings.places("management");
    http.bindTo(host.meters());
    management.bindTo(host.meters());
    int port = host.listeners().http();
    return asked -> asked == port ? http : management;
  }

  /** Available after {@link #bind}. */
  public Logins logins() {
    return sessions;
  }

  /** Available after {@link #bind}. */
  public OneTimeLinks links() {
    return sessions.links();
  }

  /** Sets what answers the requests for pages; available after {@link #bind}. */
  public void servePages(Handler<RoutingContext> handler) {
    pages.serve(handler);
  }

  private static void close(Vertx vertx, Authentication authentication, LoginState state)
      throws Exception {
    try (state;
        authentication) {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSING_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void started(Host host) {
    servers.requireGuards();
  }

  @Override
  public void close() {
    try {
      opened.close();
    } catch (Exception e) {
      LOG.warn("closing: {}", e.getClass().getSimpleName());
    }
  }
}
