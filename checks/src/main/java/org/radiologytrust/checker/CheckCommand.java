package org.radiologytrust.checker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.radiologytrust.checks.Context;
import org.radiologytrust.checks.Flag;
import org.radiologytrust.checks.ReportChecker;
import org.radiologytrust.checks.ReportText;
import org.radiologytrust.checks.WordListException;

/** {@code java -jar rtl-checks.jar FILE}: checks reports and lists the flags. */
public final class CheckCommand {
  private static final int UNFINISHED = 1;
  private static final int FLAGGED = 3;
  private static final int WRONG = 2;
  private static final String USAGE =
      """
      Usage: java -jar rtl-checks.jar [OPTION]... FILE...
      Checks radiology reports, plain text in UTF-8, for contradictions and gaps. FILE "-" is the
      standard input.

        --format FORMAT   table (default), json: one line for each flag, or sarif: SARIF 2.1.0
        --procedure NAME  what was ordered, such as "XR KNEE LEFT"
        --language CODE   language of the reports; the default is en
        --words DIR       word lists of your own; a file replaces the shipped one of its name
        --without ID      leaves a check out; may be repeated
        --rules           lists the checks
        --help            prints this text

      Exit codes: 0 nothing is flagged, or only by checks that ask; 1 a check did not finish, such as
      those of a text in another language; 2 a wrong option or an unreadable file; 3 something is
      flagged.
      """;

  private final ReportChecker.Builder builder = ReportChecker.builder();
  private final List<String> files = new ArrayList<>();
  private String format = "table";
  private Context context = Context.UNKNOWN;
  private boolean rules;
  private boolean help;

  /** A wrong option or file, in words for the user. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  private CheckCommand() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(args, out, System.err));
  }

  /** Runs the command; the result is its exit code. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      return new CheckCommand().parsed(args).run(out);
    } catch (Wrong | WordListException e) {
      err.println("rtl-checks: " + e.getMessage());
      return WRONG;
    }
  }

  private CheckCommand parsed(String[] args) throws Wrong {
    Deque<String> left = new ArrayDeque<>(Arrays.asList(args));
    while (!left.isEmpty()) {
      String next = left.pop();
      switch (next) {
        case "--format" -> format = value(next, left);
        case "--procedure" -> context = ordered(value(next, left));
        case "--language" -> builder.language(value(next, left));
        case "--words" -> builder.words(Path.of(value(next, left)));
        case "--without" -> builder.without(value(next, left));
        case "--rules" -> rules = true;
        case "--help" -> help = true;
        default -> {
          if (next.startsWith("-") && !next.equals("-")) {
            throw new Wrong("there is no option " + next + "; --help lists them");
          }
          files.add(next);
        }
      }
    }
    if (files.isEmpty() && !rules && !help) {
      throw new Wrong("name a file with a report, or - for the standard input; --help says more");
    }
    return this;
  }

  private static String value(String option, Deque<String> left) throws Wrong {
    if (left.isEmpty()) {
      throw new Wrong(option + " needs a value");
    }
    return left.pop();
  }

  private static Context ordered(String procedure) {
    return new Context(Context.Ordered.of(procedure), null, null, List.of(), List.of());
  }

  private int run(PrintStream out) throws Wrong {
    if (help) {
      out.print(USAGE);
      return 0;
    }
    Output output = output(out);
    ReportChecker checker = builder.build();
    if (rules) {
      checker.rules().forEach(rule -> out.println(rule.id() + "  " + rule.title()));
      return 0;
    }
    List<CheckedFile> checked = new ArrayList<>();
    for (String file : files) {
      String text = text(file);
      checked.add(new CheckedFile(file, text, checker.check(ReportText.of(text), context).shown()));
    }
    output.print(checker.rules(), checked);
    if (checked.stream().flatMap(f -> f.result().flags().stream()).anyMatch(CheckCommand::tells)) {
      return FLAGGED;
    }
    return checked.stream().allMatch(f -> f.result().unfinished().isEmpty()) ? 0 : UNFINISHED;
  }

  private static boolean tells(Flag flag) {
    return flag.strength() == Flag.Strength.TELL;
  }

  private Output output(PrintStream out) throws Wrong {
    return switch (format) {
      case "table" -> new TableOutput(out);
      case "json" -> new JsonOutput(out);
      case "sarif" -> new SarifOutput(out);
      default -> throw new Wrong("--format is table, json or sarif, not " + format);
    };
  }

  private static String text(String file) throws Wrong {
    try {
      byte[] bytes =
          file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Wrong(file + " is not text in UTF-8");
    } catch (IOException e) {
      throw new Wrong(file + " cannot be read");
    }
  }
}
