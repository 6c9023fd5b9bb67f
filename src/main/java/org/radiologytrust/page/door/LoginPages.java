package org.radiologytrust.page.door;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.radiologytrust.session.Logins;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.SessionCookie;
import org.radiologytrust.session.Visitor.Absence;

/** Log-in, log-out, preferences, and the files that pages load. */
public final class LoginPages implements PagePart {
  /** Name and password have at most 300 characters, each of up to 12 bytes in a form. */
  private static final int LARGEST_LOGIN = 8192;

  private final Logins logins;

  public LoginPages(Logins logins) {
    this.logins = logins;
  }

  @Override
  public void routes(PageRouter router) {
    router.open("/login", this::form);
    router.openForm("/login", LARGEST_LOGIN, this::logIn);
    router.open("/login/:link", this::link);
    router.post("/logout", this::logOut);
    router.post("/preferences", this::prefer);
    router.open("/assets/:name", this::asset);
    router.open("/favicon.ico", request -> file("favicon.svg", false));
    router.poll("/session", this::alive);
  }

  private Reply form(PageRequest request) {
    String next = NextPath.safe(request.query("next"));
    if (request.visitor().session().isPresent()) {
      return Reply.redirect(next);
    }
    LoginModel.Notice notice =
        request.query("out").isEmpty()
            ? LoginModel.Notice.of(request.visitor().absence())
            : LoginModel.Notice.LEFT;
    return page(request, 200, notice, next);
  }

  private Reply page(PageRequest request, int status, LoginModel.Notice notice, String next) {
    boolean over = !(request.query("over") + request.field("over")).isEmpty();
    Absence absence = request.visitor().absence();
    boolean out = absence != Absence.NONE && absence != Absence.UNKNOWN;
    return Reply.page(
        status,
        "page/door/login.jte",
        new LoginModel(
            request.layout(out ? "Logged out" : "Log in"), notice, logins.limits(), next, over));
  }

  private CompletionStage<Reply> logIn(PageRequest request) {
    String next = NextPath.safe(request.field("next"));
    return logins
        .logIn(
            request.field("user"),
            request.field("password"),
            request.address(),
            request.visitor().session())
        .thenApply(
            result ->
                switch (result.outcome()) {
                  case RIGHT -> begun(request, result.session().orElseThrow(), next);
                  case WRONG -> page(request, 403, LoginModel.Notice.WRONG, next);
                  case TOO_MANY_FAILURES -> page(request, 429, LoginModel.Notice.TOO_MANY, next);
                  case TOO_BUSY -> page(request, 503, LoginModel.Notice.BUSY, next);
                });
  }

  private static Reply begun(PageRequest request, Session session, String next) {
    return Reply.redirect(next)
        .with("Set-Cookie", SessionCookie.set(session.id(), request.secure()));
  }

  private Reply link(PageRequest request) {
    return logins
        .redeem(request.part("link"), request.visitor().session())
        .map(session -> begun(request, session, "/"))
        .orElseGet(() -> page(request, 403, LoginModel.Notice.OLD_LINK, "/"));
  }

  private Reply logOut(PageRequest request) {
    request.visitor().session().ifPresent(logins::logOut);
    return Reply.redirect("/login?out=1")
        .with("Set-Cookie", SessionCookie.remove(request.secure()));
  }

  /** To the page where the person was; the menu is open again, with the focus on the choice. */
  private Reply prefer(PageRequest request) {
    Preferences chosen = Preferences.chosen(request.field("theme"), request.field("shortcuts"));
    boolean theme = !chosen.theme().equals(request.preferences().theme());
    Reply reply =
        Reply.redirect(
            NextPath.safe(request.field("path")) + "?menu=" + (theme ? "theme" : "shortcuts"));
    for (String cookie : chosen.cookies(request.secure())) {
      reply = reply.with("Set-Cookie", cookie);
    }
    return reply;
  }

  /**
   * Every open page asks this, and says whether there was a key or a click. It is told whose the
   * session is, and the secret of its forms, which may be older than the session.
   */
  private Reply alive(PageRequest request) {
    Optional<Session> session = request.visitor().session();
    if (!request.header("X-Active").isEmpty()) {
      session.ifPresent(logins::used);
    }
    return session.map(LoginPages::who).orElseGet(Reply::nothing);
  }

  private static Reply who(Session session) {
    JsonObject who = new JsonObject().put("user", session.user()).put("token", session.token());
    return Reply.bytes("application/json", who.toBuffer().getBytes());
  }

  private Reply asset(PageRequest request) {
    return file(request.part("name"), request.hasQuery());
  }

  /**
   * @param lasting whether the address contains a digest of the file
   */
  private static Reply file(String name, boolean lasting) {
    return Assets.ALL
        .find(name)
        .map(asset -> Reply.bytes(asset.type(), asset.bytes()))
        .map(
            reply ->
                reply.with(
                    "Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache"))
        .orElseGet(() -> Reply.status(404));
  }
}
