package org.radiologytrust.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code rtl serve} in a JVM of its own, which can be killed. */
public final class ServeProcess implements AutoCloseable {
  /** A busy machine may take long. */
  private static final Duration STOP = Duration.ofMinutes(2);

  private final Process process;
  private final Product product;

  private ServeProcess(Process process, Product product) {
    this.process = process;
    this.product = product;
  }

  public static ServeProcess start(Path home, Map<String, String> more) throws IOException {
    return start(home, more, Map.of(), ProcessBuilder.Redirect.INHERIT);
  }

  /**
   * @param jars what lies in lib beside the product's own
   */
  public static ServeProcess start(Path home, Map<String, String> more, List<Path> jars)
      throws IOException {
    return start(home, more, jars, Map.of(), ProcessBuilder.Redirect.INHERIT);
  }

  /**
   * @param environment what is added to ours
   * @param log where its log goes
   */
  public static ServeProcess start(
      Path home,
      Map<String, String> more,
      Map<String, String> environment,
      ProcessBuilder.Redirect log)
      throws IOException {
    return start(home, more, List.of(), environment, log);
  }

  /**
   * @param jars what lies in lib beside the product's own
   * @param environment what is added to ours
   * @param log where its log goes
   */
  public static ServeProcess start(
      Path home,
      Map<String, String> more,
      List<Path> jars,
      Map<String, String> environment,
      ProcessBuilder.Redirect log)
      throws IOException {
    Product.makeHome(home, more);
    List<String> arguments = new ArrayList<>(List.of("serve"));
    Map<String, String> settings = Product.settings(home, more);
    // a run that was alone when its process was killed waits until the next process has lived for
    // thirty times this
    settings.putIfAbsent("rtl.audit.delay", "1s");
    settings.forEach((k, v) -> arguments.add("-D" + k + "=" + v));
    ProcessBuilder builder = Jvm.rtl(jars, arguments.toArray(String[]::new));
    builder.environment().put("RTL_OPERATOR_PASSWORD", Product.PASSWORD);
    builder.environment().putAll(environment);
    builder.redirectError(log);
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Map<String, Integer> ports = new HashMap<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      for (String what : List.of("HL7 over MLLP", "FHIR", "Hawtio")) {
        if (line.strip().startsWith(what)) {
          ports.put(what, Integer.parseInt(line.replaceAll("^.*127\\.0\\.0\\.1:(\\d+).*$", "$1")));
        }
      }
      if (line.strip().startsWith("Login")) {
        return new ServeProcess(
            process,
            new Product(
                ports.get("HL7 over MLLP"), ports.get("FHIR"), ports.get("Hawtio"), () -> {}));
      }
    }
    throw new IOException("serve did not start");
  }

  /** What it logs, where its log goes to {@link ProcessBuilder.Redirect#PIPE}. */
  public InputStream log() {
    return process.getErrorStream();
  }

  public long pid() {
    return process.pid();
  }

  /** As on a full disk: no file of the process grows beyond so many bytes, or "unlimited". */
  public void limitFileSize(String bytes) throws Exception {
    int status =
        LinuxCommand.run("prlimit", "--pid", "" + pid(), "--fsize=" + bytes + ":unlimited");
    if (status != 0) {
      throw new IllegalStateException("prlimit ended with " + status);
    }
  }

  public Product product() {
    return product;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("serve did not stop when told to");
    }
  }
}
