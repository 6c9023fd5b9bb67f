package org.radiologytrust.auth.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.auth.users.Account;
import org.radiologytrust.auth.users.RandomText;
import org.radiologytrust.auth.users.TrialReaders;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.model.Texts;
import org.radiologytrust.session.Logins;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;
import org.radiologytrust.session.Visitor.Absence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of people in their browsers. A user who is removed or gets another password loses
 * them at once.
 */
public final class BrowserSessions implements Logins {
  private static final Logger LOG = LoggerFactory.getLogger(BrowserSessions.class);
  private static final int ID_BYTES = 32;

  /** Longest wait for the store; a person at a page does not wait longer. */
  private static final Duration LOOK_UP = Duration.ofSeconds(5);

  /** Origin of its store, begin of the session in seconds, and what makes the id secret. */
  private static final Pattern ID = Pattern.compile("([\\w-]{8})\\.(\\d{1,12})\\.[\\w-]{43}");

  private final Authentication authentication;
  private final SessionLimits limits;
  private final Clock clock;
  private final SessionStore store;
  private final Executor executor;
  private final OneTimeLinks links;
  private final TrialReaders readers;

  /**
   * @param state its executor runs what waits for the sessions, and refuses work when too much
   *     waits
   * @param readers says who has a duty in a trial
   */
  public BrowserSessions(
      Authentication authentication,
      SessionLimits limits,
      Clock clock,
      LoginState state,
      TrialReaders readers) {
    this.authentication = authentication;
    this.limits = limits;
    this.clock = clock;
    this.store = state.sessions();
    this.executor = state.executor();
    this.links = new OneTimeLinks(clock);
    this.readers = readers;
  }

  public OneTimeLinks links() {
    return links;
  }

  /** The secret of a session's forms. It does not reveal the id. */
  static String token(String id) {
    return Texts.sha256("form " + id);
  }

  @Override
  public Limits limits() {
    return new Limits(
        authentication.limits().failures(),
        authentication.limits().window(),
        limits.idle(),
        limits.longest());
  }

  @Override
  public CompletableFuture<Result> logIn(
      String user, String password, String address, Optional<Session> before) {
    CompletableFuture<Authentication.Outcome> checked;
    try {
      checked = authentication.password(new Credentials.Basic(user, password), address);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(refused(Outcome.TOO_BUSY));
    }
    return checked.thenCompose(
        outcome ->
            switch (outcome.answer()) {
              case RIGHT -> begin(outcome.login().name(), before);
              case WRONG ->
                  CompletableFuture.supplyAsync(
                      () -> refused(Outcome.WRONG),
                      CompletableFuture.delayedExecutor(
                          authentication.limits().delay().toMillis(), TimeUnit.MILLISECONDS));
              case TOO_MANY_FAILURES ->
                  CompletableFuture.completedFuture(refused(Outcome.TOO_MANY_FAILURES));
              case TOO_BUSY -> CompletableFuture.completedFuture(refused(Outcome.TOO_BUSY));
            });
  }

  private static Result refused(Outcome outcome) {
    return new Result(outcome, Optional.empty());
  }

  private CompletableFuture<Result> begin(String user, Optional<Session> before) {
    try {
      return CompletableFuture.supplyAsync(() -> result(begun(user, before)), executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(refused(Outcome.TOO_BUSY));
    }
  }

  /** Wrong if the user was removed meanwhile. */
  private static Result result(Optional<Session> session) {
    return new Result(session.isPresent() ? Outcome.RIGHT : Outcome.WRONG, session);
  }

  @Override
  public Optional<Session> redeem(String link, Optional<Session> before) {
    return links.take(link).flatMap(user -> begun(user, before));
  }

  private Optional<Session> begun(String user, Optional<Session> before) {
    return authentication
        .account(user)
        .map(
            account -> {
              Instant now = clock.instant();
              String id =
                  store.origin() + "." + now.getEpochSecond() + "." + RandomText.of(ID_BYTES);
              Session session = new Session(id, account.name(), token(id), now);
              store.add(new SessionStore.Open(session, account.hash()), limits);
              ActionLog.logSession("login", login(account));
              before.ifPresent(this::logOut);
              return session;
            });
  }

  /**
   * Whose session this is.
   *
   * @param id value of the cookie; empty if there is none
   */
  CompletableFuture<Visitor> visitor(String id) {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      return CompletableFuture.completedFuture(Visitor.nobody(Absence.NONE));
    }
    try {
      return CompletableFuture.supplyAsync(() -> find(parts), executor)
          .orTimeout(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(BrowserSessions::unknown);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(unknown(e));
    }
  }

  private static Visitor unknown(Throwable why) {
    Throwable cause = why instanceof CompletionException ? why.getCause() : why;
    LOG.warn("a session cannot be looked up: {}", cause.getClass().getSimpleName());
    return Visitor.nobody(Absence.UNKNOWN);
  }

  private Visitor find(Matcher id) {
    Instant now = clock.instant();
    Optional<SessionStore.Open> open = store.find(id.group());
    if (open.isEmpty()) {
      return Visitor.nobody(absence(id, now));
    }
    Session session = open.get().session();
    if (limits.old(session.begun(), now)) {
      return Visitor.nobody(Absence.OLD);
    }
    if (!session.used().plus(limits.idle()).isAfter(now)) {
      return Visitor.nobody(Absence.IDLE);
    }
    return authentication
        .account(session.user())
        .filter(account -> account.hash().equals(open.get().hash()))
        .map(
            account ->
                new Visitor(
                    account.name(),
                    account.fullName(),
                    readers.rights(account),
                    Optional.of(session),
                    Absence.NONE))
        .orElseGet(() -> Visitor.nobody(Absence.ENDED));
  }

  private Absence absence(Matcher id, Instant now) {
    if (!id.group(1).equals(store.origin())) {
      return Absence.RESTARTED;
    }
    Instant begun = Instant.ofEpochSecond(Long.parseLong(id.group(2)));
    return limits.old(begun, now) ? Absence.OLD : Absence.ENDED;
  }

  private static Login login(Account account) {
    return new Login(account.name(), Set.of(account.role()));
  }

  @Override
  public void used(Session session) {
    Instant now = clock.instant();
    try {
      executor.execute(() -> use(session, now));
    } catch (RejectedExecutionException e) {
      // the next key or click will do
    }
  }

  private void use(Session session, Instant now) {
    try {
      store.used(session, now);
    } catch (JournalException e) {
      LOG.warn("the use of a session cannot be stored: {}", e.getClass().getSimpleName());
    }
  }

  @Override
  public void logOut(Session session) {
    if (store.remove(session)) {
      authentication
          .account(session.user())
          .ifPresent(account -> ActionLog.logSession("logout", login(account)));
    }
  }
}
