package org.radiologytrust.session;

import io.vertx.ext.web.RoutingContext;

/**
 * The room for the body of a request, which the HTTP servers share. It is free at the end of the
 * response; who answers for minutes and has no more use for the body gives it back before.
 */
public final class BodyRoom {
  private static final String KEY = BodyRoom.class.getName();

  private BodyRoom() {}

  /**
   * @param leave gives the room back; may be called several times
   */
  public static void taken(RoutingContext request, Runnable leave) {
    request.put(KEY, leave);
  }

  /** Gives the room back, if the request has any. */
  public static void leave(RoutingContext request) {
    Runnable leave = request.remove(KEY);
    if (leave != null) {
      leave.run();
    }
  }
}
