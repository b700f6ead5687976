package org.condastore.shell.specification;

import java.util.List;
import java.util.Map;

import org.condastore.shell.connection.PythonJson;
import org.condastore.shell.connection.StoredJson;
import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.condastore.shell.specification.SpecificationDetail.HashCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EnvironmentYamlTest {

	@Test
	void hasTheSectionsOfCondaInItsOrder() {
		assertThat(EnvironmentYaml.of(specification(false, """
				{"channels": ["conda-forge", "main"],
				 "dependencies": ["python=3.11", "numpy >=1.2,<2", {"pip": ["flask==3.0 ; python_version > '3'"]}],
				 "description": "for everybody", "name": "data-sci", "prefix": null,
				 "variables": {"B": "x", "A": 10}}"""))).isEqualTo("""
				# for everybody
				name: data-sci
				channels:
				- conda-forge
				- main
				dependencies:
				- python=3.11
				- numpy >=1.2,<2
				- pip:
				  - flask==3.0 ; python_version > '3'
				variables:
				  B: x
				  A: 10
				""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"name\": \"3.10\", \"dependencies\": []}",
			"{\"name\": \"yes\", \"channels\": [], \"dependencies\": [\"~\", \"null\", \"1e3\", \"0x1f\", \"12:30\"]}",
			"{\"name\": \"n\", \"dependencies\": [\"a: b\", \"- c\", \"# d\", \"'\", \"\\\"\", \"\", \" x \", \"a #b\"]}",
			"{\"name\": \"é ☃ \\ud83d\\ude00\", \"dependencies\": [\"a\\nb\\n\", \"\\t\", \"\\u001b[31m\", \"\\u202e\"]}",
			"{\"name\": \"v\", \"dependencies\": [{\"pip\": [\"--index-url https://x/y\", \"git+https://a@b#egg=c\"]}], "
					+ "\"variables\": {\"Y\": \"on\", \"2\": \"007\", \"k: v\": -1, \"e\": \"\"}, \"prefix\": \"/opt/a b\"}" })
	void readsBackAsTheSame(String spec) {
		Map<?, ?> stored = (Map<?, ?>) StoredJson.read(spec).orElseThrow().value();
		Object read = new Yaml(new SafeConstructor(new LoaderOptions()))
			.load(EnvironmentYaml.of(specification(false, spec)));
		assertThat(PythonJson.dumps(read)).isEqualTo(PythonJson.dumps(stored));
	}

	@Test
	void descriptionCannotLeaveItsComment() {
		String document = EnvironmentYaml.of(specification(false, """
				{"name": "x", "dependencies": [],
				 "description": "one\\nprefix: /\\rprefix: /\\u2028prefix: /\\u0085prefix: /\\u001b[2J\\u202e\\n"}"""));
		assertThat(document).isEqualTo("""
				# one
				# prefix: /
				# prefix: /
				# prefix: /
				# prefix: /?[2J?
				name: x
				dependencies: []
				""");
		Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(document);
		assertThat(read).isEqualTo(Map.of("name", "x", "dependencies", List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "\"text\"", "{}", "{\"dependencies\": \"python\"}" })
	void somethingElseIsRefused(String spec) {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> EnvironmentYaml.of(specification(false, spec)))
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.PRECONDITION));
	}

	@Test
	void lockfileIsRefused() {
		assertThatExceptionOfType(CommandFailure.class)
			.isThrownBy(() -> EnvironmentYaml.of(specification(true, "{\"lockfile\": {}, \"dependencies\": []}")))
			.withMessage("specification 7 is a lockfile: it has no environment.yaml");
	}

	private static SpecificationDetail specification(boolean lockfile, String spec) {
		return new SpecificationDetail(7, "x", "", HashCheck.NOT_VERIFIED, null, null, lockfile, 0, 0, 0, List.of(),
				List.of(), spec);
	}

}
