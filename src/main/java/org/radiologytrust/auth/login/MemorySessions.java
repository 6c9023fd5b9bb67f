package org.radiologytrust.auth.login;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.radiologytrust.auth.users.RandomText;
import org.radiologytrust.session.Session;

/** Sessions in the memory of this process: a restart ends all. Does not block. */
final class MemorySessions implements SessionStore {
  private static final int ORIGIN_BYTES = 6;

  private final Map<String, Open> sessions = new ConcurrentHashMap<>();
  private final String origin = RandomText.of(ORIGIN_BYTES);

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public void add(Open open, SessionLimits limits) {
    makeRoom(open.session(), limits);
    sessions.put(open.session().id(), open);
  }

  private synchronized void makeRoom(Session fresh, SessionLimits limits) {
    sessions.values().removeIf(open -> limits.old(open.session().begun(), fresh.begun()));
    List<Session> others =
        sessions.values().stream()
            .map(Open::session)
            .filter(session -> session.user().equals(fresh.user()))
            .sorted(Comparator.comparing(Session::used).reversed())
            .toList();
    others.stream().skip(limits.ofOneUser() - 1L).forEach(s -> sessions.remove(s.id()));
  }

  @Override
  public Optional<Open> find(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  @Override
  public void used(Session session, Instant now) {
    session.use(now);
  }

  @Override
  public boolean remove(Session session) {
    return sessions.remove(session.id()) != null;
  }
}
