/** The completion script for PowerShell: the native argument completer of 5.1 and later. */
import type { Completion } from '../options/command-table.ts'
import {
  type DescribedOption,
  type DescribedTable,
  DOCUMENT_WORDS,
  distinctOptions,
  isOptional,
  scriptTitle,
  takesArgument,
} from './shell-words.ts'

/**
 * A script to run in the profile: `ts-ausearch completion powershell | Out-String | Invoke-Expression`. Where it offers
 * nothing, PowerShell offers files; so options that take files or free text have no words here.
 */
export function powershellCompletion(table: DescribedTable): string {
  return `${scriptTitle(table, 'powershell')}
Register-ArgumentCompleter -Native -CommandName ${quotedForPowerShell(table.program)} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $options = @(
${distinctOptions(table).map(optionLine).join('\n')}
  )
  $documents = ${words([...DOCUMENT_WORDS.keys()])}
  $shells = ${words(DOCUMENT_WORDS.get('completion') ?? [])}
  $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
  $word = [string]$wordToComplete
  $last = $typed[-1]
  $before = if ($typed.Count -gt 2) { $typed[-2] } else { '' }
  $fitting = {
    param($values, $list)
    $head = if ($list -and $word.Contains(',')) { $word.Substring(0, $word.LastIndexOf(',') + 1) } else { '' }
    $tail = $word.Substring($head.Length)
    foreach ($value in $values) {
      if ($value.StartsWith($tail, [System.StringComparison]::Ordinal)) {
        [System.Management.Automation.CompletionResult]::new($head + $value, $value, 'ParameterValue', $value)
      }
    }
  }
  if ($typed.Count -gt 1) {
    foreach ($option in $options) {
      if ($option.Takes -ne 'nothing' -and $option.Names -ccontains $last) {
        $found = @(& $fitting $option.Words $option.List)
        if ($found.Count -gt 0 -or $option.Takes -ne 'perhaps') { return $found }
      }
      if ($option.Takes -eq 'two' -and -not $last.StartsWith('-') -and $option.Names -ccontains $before) {
        $found = @(& $fitting $option.Words $option.List)
        if ($found.Count -gt 0) { return $found }
      }
    }
  }
  if ($typed.Count -eq 2 -and $last -ceq 'completion') { return & $fitting $shells $false }
  if ($typed.Count -eq 1) { & $fitting $documents $false }
  foreach ($option in $options) {
    foreach ($name in $option.Names) {
      if ($name.StartsWith($word, [System.StringComparison]::Ordinal)) {
        [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterName', $option.Meaning)
      }
    }
  }
}
`
}

function optionLine(option: DescribedOption): string {
  const { names, meaning, completion } = option
  const list = completion?.kind === 'words' && completion.list === true ? '$true' : '$false'
  return `    [pscustomobject]@{ Names = ${words(names)}; Takes = '${taken(option)}'; List = ${list}; Words = ${words(offered(completion))}; Meaning = ${quotedForPowerShell(meaning)} }`
}

/** Whether a value follows: it must, it may, or a second one may. */
function taken(option: DescribedOption): 'nothing' | 'perhaps' | 'one' | 'two' {
  if (!takesArgument(option)) return 'nothing'
  if (isOptional(option)) return 'perhaps'
  return option.argument === 'one or two' ? 'two' : 'one'
}

function offered(completion: Completion | undefined): readonly string[] {
  return completion?.kind === 'words' ? completion.words() : []
}

function words(texts: readonly string[]): string {
  return `@(${texts.map(quotedForPowerShell).join(', ')})`
}

/** One string, whatever it holds. PowerShell takes typographic quotes for straight ones (about_Quoting_Rules). */
function quotedForPowerShell(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`
}
