package org.radiologytrust.page.door;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.radiologytrust.session.Caller;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;

/** A request for a page, or for a part of one. */
public final class PageRequest {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final RoutingContext context;
  private final Visitor visitor;
  private final Map<String, List<String>> form;
  private final Optional<UploadedFile> file;

  PageRequest(RoutingContext context, Visitor visitor, Map<String, List<String>> form) {
    this(context, visitor, new UploadReader.Form(form, Optional.empty()));
  }

  PageRequest(RoutingContext context, Visitor visitor, UploadReader.Form form) {
    this.context = context;
    this.visitor = visitor;
    this.form = form.fields();
    this.file = form.file();
  }

  /** The file of a form that may have one; empty if none was chosen. */
  public Optional<UploadedFile> file() {
    return file;
  }

  Visitor visitor() {
    return visitor;
  }

  /** Name of the user; empty at the pages for which nobody must be logged in. */
  public String user() {
    return visitor.name();
  }

  /** The user, for what is done outside the pages. */
  public Caller caller() {
    return new Caller(visitor.name(), visitor.rights());
  }

  /** The names under which a report may name the user: the log-in, and the full name if known. */
  public List<String> names() {
    return Stream.of(visitor.name(), visitor.fullName()).filter(name -> !name.isEmpty()).toList();
  }

  /** Whether somebody who logged in at the page asks, and no program. */
  public boolean byPerson() {
    return visitor.session().isPresent();
  }

  public boolean may(Right right) {
    return visitor.may(right);
  }

  /** The part of the path that a route calls {@code :id}; empty if it is not a UUID. */
  public Optional<UUID> id() {
    return uuid(part("id"));
  }

  /** Empty if a text is no UUID. */
  public static Optional<UUID> uuid(String text) {
    return UUID_TEXT.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  /** A part of the path, such as {@code :n}, as a number; empty if it is none. */
  public OptionalInt number(String name) {
    return number(Optional.of(part(name)));
  }

  /** A parameter of the query as a number; empty if it is none. It never names a patient. */
  public OptionalInt queryNumber(String name) {
    return number(Optional.ofNullable(context.queryParams().get(name)));
  }

  private static OptionalInt number(Optional<String> text) {
    return text.filter(t -> NUMBER.matcher(t).matches()).stream()
        .mapToInt(Integer::parseInt)
        .findFirst();
  }

  /** A part of the path. */
  String part(String name) {
    return context.pathParams().getOrDefault(name, "");
  }

  /** A parameter of the query; empty if there is none. */
  public String query(String name) {
    String value = context.queryParams().get(name);
    return value == null ? "" : value;
  }

  boolean hasQuery() {
    return context.request().query() != null;
  }

  /** A field of the form; empty if there is none. */
  public String field(String name) {
    List<String> values = fields(name);
    return values.isEmpty() ? "" : values.get(0);
  }

  /** All values of a field. */
  public List<String> fields(String name) {
    return form.getOrDefault(name, List.of());
  }

  /** Whether the browser has gone: nobody waits for the answer. */
  public boolean left() {
    return context.response().closed();
  }

  /** Whether htmx asks, which wants a part of the page. */
  public boolean htmx() {
    return header("HX-Request").equals("true");
  }

  /** A header; empty if there is none. */
  String header(String name) {
    String value = context.request().getHeader(name);
    return value == null ? "" : value;
  }

  /** The path, without the query. */
  String path() {
    return context.normalizedPath();
  }

  /** IP address of the browser. */
  String address() {
    return context.request().remoteAddress().host();
  }

  /** Whether the browser uses TLS, be it with this server or with a proxy. */
  boolean secure() {
    return context.request().isSSL() || header("Origin").startsWith("https://");
  }

  /** What the session keeps; empty if it keeps none, and for a program, which has no session. */
  public <T> Optional<T> kept(Class<T> type) {
    return visitor.session().flatMap(session -> session.kept(type));
  }

  /** Keeps a value of bounded size in the session; it replaces the one of the same class. */
  public void keep(Object value) {
    visitor.session().ifPresent(session -> session.keep(value));
  }

  /** What the person chose for this browser before. */
  Preferences preferences() {
    return Preferences.kept(cookie("theme"), cookie("shortcuts"));
  }

  /** What is around the content of a page. */
  public Layout layout(String title) {
    return new Layout(
        title,
        visitor.name(),
        visitor.rights(),
        preferences(),
        visitor.session().map(Session::token).orElse(""),
        path(),
        query("menu"));
  }

  /** The value of a cookie; empty if there is none. */
  String cookie(String name) {
    Cookie cookie = context.request().getCookie(name);
    return cookie == null ? "" : cookie.getValue();
  }

  /** For a page that does not exist, or that the visitor may not know of. */
  public Reply notFound() {
    return Reply.page(404, "page/door/notFound.jte", new Message(layout("Not found")));
  }
}
