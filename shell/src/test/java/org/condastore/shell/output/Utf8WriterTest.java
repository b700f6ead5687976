package org.condastore.shell.output;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Utf8WriterTest {

	@Test
	void writesWhatJavaWouldWhateverTheTextAndHoweverItIsSplit() {
		RandomText random = new RandomText("Utf8WriterTest");
		for (int i = 0; i < 200; i++) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			StringBuilder expected = new StringBuilder();
			Utf8Writer writer = new Utf8Writer(bytes);
			int pieces = random.below(300);
			for (int piece = 0; piece < pieces; piece++) {
				String text = random.next().repeat(random.below(100) == 0 ? 5000 : 1);
				int cut = random.below(text.length() + 1);
				writer.write(text, 0, cut);
				char[] rest = text.substring(cut).toCharArray();
				writer.write(rest, 0, rest.length);
				writer.write(text);
				writer.write('é');
				expected.append(text).append(text).append('é');
			}
			writer.flush();
			assertThat(bytes.toByteArray()).isEqualTo(expected.toString().getBytes(StandardCharsets.UTF_8));
		}
	}

	@Test
	void halfAPairAtTheEndIsNotLost() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Utf8Writer writer = new Utf8Writer(bytes);
		writer.write("a\ud83d");
		writer.flush();
		assertThat(bytes).hasToString("a?");
	}

	@Test
	void encodedTextKeepsItsPlace() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Utf8Writer writer = new Utf8Writer(bytes);
		byte[] large = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
		writer.write("before ");
		writer.writeUtf8(large, large.length);
		writer.write(" after");
		writer.flush();
		assertThat(bytes).hasToString("before " + "x".repeat(100_000) + " after");
	}

	@Test
	void aReaderThatLeftIsNoFailure() throws IOException {
		Process head = new ProcessBuilder("head", "-n", "1").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
		Utf8Writer writer = new Utf8Writer(head.getOutputStream());
		assertThatExceptionOfType(OutputClosed.class).isThrownBy(() -> {
			while (true) {
				writer.write("line\n");
			}
		});
	}

	@Test
	@EnabledIf("thereIsAFullDevice")
	void aFullDiskIsOne() throws IOException {
		try (OutputStream full = new FileOutputStream("/dev/full")) {
			Utf8Writer writer = new Utf8Writer(full);
			writer.write("text");
			assertThatExceptionOfType(CommandFailure.class).isThrownBy(writer::flush)
				.withMessage("the output cannot be written: No space left on device")
				.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED));
			writer.flush();
		}
	}

	static boolean thereIsAFullDevice() {
		return Files.exists(Path.of("/dev/full"));
	}

}
